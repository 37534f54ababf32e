package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "'', abc, 3",
    "kitten, sitting, 3",
    "epochs, Epochs, 0",
    "epoch, epochs, 1",
    "ab, ba, 2"
  })
  void countsInsertionsDeletionsAndReplacements(String from, String to, int edits) {
    assertThat(Nearest.edits(from, to)).isEqualTo(edits);
    assertThat(Nearest.edits(to, from)).isEqualTo(edits);
  }

  @Test
  void prefersTheNearerSectionBetweenEqualNames() {
    assertThat(Nearest.to("corpus.nam", List.of("name", "backend.name", "corpus.name")))
        .contains("corpus.name");
  }

  @Test
  void guessesNothingFarFetched() {
    assertThat(Nearest.to("frobnicate", Keys.values())).isEmpty();
  }
}
