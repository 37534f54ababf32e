package io.github.rnnlab.tensor;

/**
 * The probabilities of all tokens by their logits, of which the exponentials are added in doubles
 * in the order of the ids.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param max the largest logit
 * @param sum of the exponentials of all logits less the largest
 * @param logOfSum the natural logarithm of the sum
 */
public record LogSoftmax(float max, double sum, double logOfSum) {
  /**
   * Reads a row of logits.
   *
   * @param logits at least one row
   * @param from the index of the row's first element
   * @param count the length of the row, at least 1
   */
  public static LogSoftmax of(float[] logits, int from, int count) {
    float max = Float.NEGATIVE_INFINITY;
    for (int id = 0; id < count; id++) {
      max = Math.max(max, logits[from + id]);
    }
    double sum = 0;
    for (int id = 0; id < count; id++) {
      sum += FloatMath.exp(logits[from + id] - max);
    }
    return new LogSoftmax(max, sum, StrictMath.log(sum));
  }

  /** Returns the natural logarithm of the probability of a token with this logit. */
  public double logarithm(float logit) {
    return (logit - max) - logOfSum;
  }

  /** Returns the probability of a token with this logit. */
  public double probability(float logit) {
    return FloatMath.exp(logit - max) / sum;
  }
}
