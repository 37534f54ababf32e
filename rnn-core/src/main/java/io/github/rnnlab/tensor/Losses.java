package io.github.rnnlab.tensor;

/**
 * The cross-entropies of predictions, in nats, as 64-bit floats in the memory of a backend.
 *
 * <p>Any number of threads may read them at once; threads that write at once must write different
 * ones.
 */
public interface Losses {
  /** Returns the number of losses. */
  int count();
}
