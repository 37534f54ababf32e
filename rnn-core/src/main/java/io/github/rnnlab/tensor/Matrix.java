package io.github.rnnlab.tensor;

/**
 * A matrix of 32-bit floats in the memory of a backend. Only that backend reads or changes it.
 *
 * <p>Any number of threads may read a matrix at once, each with a backend of its own ({@link
 * Backend#alone}); a thread that writes it must be alone with it.
 */
public interface Matrix {
  /** Returns the number of rows. */
  int rows();

  /** Returns the number of columns. */
  int columns();

  /**
   * Returns a view of {@code count} rows from row {@code first} on. The view shares its numbers
   * with this matrix.
   */
  Matrix rows(int first, int count);
}
