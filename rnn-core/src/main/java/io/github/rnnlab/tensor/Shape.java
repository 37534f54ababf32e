package io.github.rnnlab.tensor;

/**
 * The size of a matrix.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public record Shape(int rows, int columns) {
  /** Checks that neither is negative. */
  public Shape {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException("a matrix cannot be " + rows + " x " + columns);
    }
  }

  /** Returns how many numbers the matrix holds. */
  public long size() {
    return (long) rows * columns;
  }

  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
