package io.github.rnnlab.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestNamesTest {
  @Test
  void countsInsertionsDeletionsAndReplacements() {
    assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
    assertThat(NearestNames.distance("abc", "")).isEqualTo(3);
    assertThat(NearestNames.distance("same", "same")).isZero();
  }

  @Test
  void putsTheNearestFirstAndEqualOnesInOrder() {
    assertThat(NearestNames.of("hamlett", List.of("macbeth", "hamlet", "hamletz", "r"), 3))
        .containsExactly("hamlet", "hamletz", "macbeth");
  }
}
