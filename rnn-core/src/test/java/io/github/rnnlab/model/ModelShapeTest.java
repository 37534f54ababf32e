package io.github.rnnlab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.tensor.Cell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelShapeTest {
  /** What {@code state_dict()} of PyTorch's layers and of a linear one holds, in this order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VANILLA | 1 | {Wxh=[5, 4], Whh=[5, 5], bh=[5], Why=[4, 5], by=[4]}",
        "VANILLA | 2 | {weight_ih_l0=[5, 4], weight_hh_l0=[5, 5], bias_ih_l0=[5], bias_hh_l0=[5],"
            + " weight_ih_l1=[5, 5], weight_hh_l1=[5, 5], bias_ih_l1=[5], bias_hh_l1=[5],"
            + " output.weight=[4, 5], output.bias=[4]}",
        "GRU | 1 | {weight_ih_l0=[15, 4], weight_hh_l0=[15, 5], bias_ih_l0=[15], bias_hh_l0=[15],"
            + " output.weight=[4, 5], output.bias=[4]}",
        "LSTM | 2 | {weight_ih_l0=[20, 4], weight_hh_l0=[20, 5], bias_ih_l0=[20],"
            + " bias_hh_l0=[20], weight_ih_l1=[20, 5], weight_hh_l1=[20, 5], bias_ih_l1=[20],"
            + " bias_hh_l1=[20], output.weight=[4, 5], output.bias=[4]}"
      })
  void namesAndShapesAreThoseOfPyTorchOrOfTheNotebook(Cell cell, int layers, String expected) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    new ModelShape(cell, layers, 5, 4)
        .parameters()
        .forEach(shape -> shapes.put(shape.name(), shape.dimensions()));
    assertThat(shapes).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, 5, 4", "2, 1, 1", "3, 17, 65", "16, 7, 300"})
  void countsWhatItsParametersHold(int layers, int hidden, int vocabulary) {
    for (Cell cell : Cell.values()) {
      ModelShape shape = new ModelShape(cell, layers, hidden, vocabulary);
      long sum = shape.parameters().stream().mapToLong(ParameterShape::count).sum();
      long stored =
          shape.parameters().stream()
              .flatMap(parameter -> parameter.stored().stream())
              .mapToLong(matrix -> matrix.size())
              .sum();
      assertThat(shape.parameterCount()).isEqualTo(sum).isEqualTo(stored);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 5, 4", "1, 0, 4", "1, 5, 0"})
  void refusesAModelOfNothing(int layers, int hidden, int vocabulary) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelShape(Cell.GRU, layers, hidden, vocabulary));
  }
}
