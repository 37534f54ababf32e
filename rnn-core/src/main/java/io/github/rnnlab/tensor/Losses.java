package io.github.rnnlab.tensor;

/**
 * The cross-entropy of each prediction, in nats, as 64-bit floats that live where their backend
 * computes.
 *
 * <p>Any number of threads may read them at once; threads that write them write different ones.
 */
public interface Losses {
  /** Returns the number of losses. */
  int count();
}
