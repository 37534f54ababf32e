package io.github.rnnlab.tensor;

/**
 * How far a backend's results can be trusted to come out again.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public enum NumericClass {
  /** The same bits on every machine, for every number of threads and every vector width. */
  EXACT,
  /** Close to the exact ones; equal bits on equal hardware only. */
  TOLERANT
}
