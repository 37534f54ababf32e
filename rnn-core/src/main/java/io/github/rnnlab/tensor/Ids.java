package io.github.rnnlab.tensor;

/**
 * Token ids that live where their backend computes.
 *
 * <p>Any number of threads may read them at once; a thread that writes them is alone with them.
 */
public interface Ids {
  /** Returns the number of ids. */
  int count();
}
