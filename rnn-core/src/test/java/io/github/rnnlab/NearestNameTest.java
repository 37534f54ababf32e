package io.github.rnnlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
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
    assertThat(NearestName.edits(from, to)).isEqualTo(edits);
    assertThat(NearestName.edits(to, from)).isEqualTo(edits);
  }

  @Test
  void prefersTheNearerSectionBetweenEqualNames() {
    assertThat(NearestName.to("corpus.nam", List.of("name", "backend.name", "corpus.name")))
        .contains("corpus.name");
  }

  @Test
  void guessesNothingFarFetched() {
    assertThat(
            NearestName.to(
                "frobnicate", List.of("epochs", "batchSize", "hiddenSize", "learningRate")))
        .isEmpty();
  }
}
