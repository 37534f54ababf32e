package io.github.rnnlab.tensor;

/**
 * Holds the version of all rules that decide a bit: orders of summation, polynomials, random
 * streams.
 *
 * <p>It has no state, so any number of threads may use it at once.
 */
public final class Numerics {
  /**
   * Grows by one with every change that moves a bit of a result. The changelog gives the reason.
   */
  public static final int VERSION = 4;

  private Numerics() {}
}
