package io.github.rnnlab.tensor;

/**
 * States how exactly a backend's results can be reproduced.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public enum NumericClass {
  /** The same bits on every machine, for every number of threads and every vector width. */
  EXACT,
  /** Close to the exact results; the same bits on the same hardware only. */
  TOLERANT
}
