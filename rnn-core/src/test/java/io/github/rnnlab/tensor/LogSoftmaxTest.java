package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogSoftmaxTest {
  private static final double EXACT = 1e-7;

  @Test
  void readsOneRowOfMany() {
    float[] logits = {50, (float) Math.log(1), (float) Math.log(2), (float) Math.log(5), 50};
    LogSoftmax row = LogSoftmax.of(logits, 1, 3);
    assertThat(row.probability(logits[1])).isCloseTo(1 / 8.0, within(EXACT));
    assertThat(row.probability(logits[2])).isCloseTo(2 / 8.0, within(EXACT));
    assertThat(row.logarithm(logits[3])).isCloseTo(Math.log(5 / 8.0), within(EXACT));
  }

  @Test
  void neitherLargeNorImpossibleTokensOverflow() {
    float[] logits = {3e38f, Float.NEGATIVE_INFINITY, 3e38f};
    LogSoftmax row = LogSoftmax.of(logits, 0, 3);
    assertThat(row.probability(logits[0])).isEqualTo(0.5);
    assertThat(row.probability(logits[1])).isZero();
    assertThat(row.logarithm(logits[1])).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
