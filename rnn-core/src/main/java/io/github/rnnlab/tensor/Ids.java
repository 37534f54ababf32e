package io.github.rnnlab.tensor;

/**
 * Token ids in the memory of a backend.
 *
 * <p>Any number of threads may read them at once; a thread that writes them must be alone with
 * them.
 */
public interface Ids {
  /** Returns the number of ids. */
  int count();
}
