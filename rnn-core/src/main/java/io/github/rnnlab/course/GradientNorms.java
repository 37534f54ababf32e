package io.github.rnnlab.course;

/**
 * The norms of the gradients of some steps, each before it is clipped. The norm is the square root
 * of the sum of the squares of all numbers. Immutable, so any number of threads may share it.
 *
 * @param count how many were measured
 * @param sum of the measured norms
 * @param greatest of the measured norms; 0 for none
 */
public record GradientNorms(long count, double sum, double greatest) {
  /** No norm. */
  public static final GradientNorms NONE = new GradientNorms(0, 0, 0);

  /** Returns these norms and another one. */
  public GradientNorms plus(double norm) {
    return new GradientNorms(count + 1, sum + norm, Math.max(greatest, norm));
  }

  /** Returns the mean norm; NaN for none. */
  public double mean() {
    return sum / count;
  }
}
