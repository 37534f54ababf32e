package io.github.rnnlab.tensor;

/**
 * The coefficients of one step of Adam (Kingma and Ba, "Adam: a method for stochastic
 * optimization", ICLR 2015, algorithm 1), in the order of operations that PyTorch uses:
 *
 * <pre>
 *   m = beta1 m + (1 - beta1) g          flushed to 0 where |m| &lt; {@value #TINY}
 *   v = beta2 v + (1 - beta2) g g        flushed to 0 where v &lt; {@value #TINY}
 *   p = p - stepSize m / (sqrt(v) inverseRootCorrection + epsilon)
 * </pre>
 *
 * <p>The shares are rounded from {@code 1 - beta} in doubles, as PyTorch does: {@code 1 - 0.999f}
 * is 0.00100004673, which would take 2.3e-5 off every step.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param beta1 decay of the first moment
 * @param gradientShare 1 - beta1
 * @param beta2 decay of the second moment
 * @param squareShare 1 - beta2
 * @param stepSize learning rate / (1 - beta1^step)
 * @param inverseRootCorrection 1 / sqrt(1 - beta2^step)
 * @param epsilon keeps the quotient finite
 */
public record AdamStep(
    float beta1,
    float gradientShare,
    float beta2,
    float squareShare,
    float stepSize,
    float inverseRootCorrection,
    float epsilon) {
  /**
   * Moments smaller than this become 0. The moments of a rare character decay by a constant factor
   * per step and would otherwise reach the denormal numbers, which are slow; at this size they no
   * longer move a weight.
   */
  public static final float TINY = 1e-30f;

  /** Returns the coefficients of a step, counted from 1. */
  public static AdamStep of(
      long step, double learningRate, double beta1, double beta2, double epsilon) {
    return new AdamStep(
        (float) beta1,
        (float) (1 - beta1),
        (float) beta2,
        (float) (1 - beta2),
        (float) (learningRate / (1 - StrictMath.pow(beta1, (double) step))),
        (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(beta2, (double) step))),
        (float) epsilon);
  }
}
