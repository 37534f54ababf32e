package io.github.rnnlab.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.course.GradientNormsCsv.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientNormsCsvTest {
  private static final String HEAD = "step,measured_steps,mean_norm,greatest_norm\n";

  @Test
  void readsWhatItWrites() {
    GradientNorms two = GradientNorms.NONE.plus(1.5).plus(0.25);
    GradientNorms endless = GradientNorms.NONE.plus(Double.POSITIVE_INFINITY);
    String csv =
        GradientNormsCsv.text(List.of(20L, 40L, 50L), List.of(two, GradientNorms.NONE, endless));
    assertThat(csv).isEqualTo(HEAD + "20,2,0.875000,1.500000\n50,1,Infinity,Infinity\n");
    assertThat(GradientNormsCsv.read("norms.csv", csv))
        .containsExactly(
            new Row(20, 2, 0.875, 1.5),
            new Row(50, 1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "step\n1\n", HEAD + "1,2,3\n", HEAD + "1,2,3,four\n"})
  void refusesAnotherTable(String csv) {
    assertThatThrownBy(() -> GradientNormsCsv.read("norms.csv", csv))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("norms.csv: found ", "step,measured_steps", "delete the file");
  }
}
