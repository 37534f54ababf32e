package io.github.rnnlab.tensor;

/**
 * A copy of part of a left operand as a {@link VectorTile} reads it: the rows that it is stored in,
 * {@link VectorTile#ROW} numbers apart. They are the rows of the operand or, if that is stored
 * transposed, its columns: a tile takes either.
 */
final class VectorRows {
  private float[] data = new float[0];
  private boolean transposed;
  private int depth;

  /** Returns how many bytes a copy of so many rows takes at most. */
  static long bytes(long rows) {
    return Float.BYTES * (rows + VectorTile.ROWS) * VectorTile.ROW;
  }

  /**
   * Copies part of a matrix, or of its transpose.
   *
   * @param from what holds the matrix
   * @param start where the part begins
   * @param stride from one row of the stored matrix to the next
   * @param transpose whether the stored rows are columns of the part
   * @param rows rows of the part; of a transposed one at most {@link VectorTile#DEPTH}
   * @param length length of a row, at most {@link VectorTile#DEPTH}
   */
  void pack(float[] from, int start, int stride, boolean transpose, int rows, int length) {
    transposed = transpose;
    depth = length;
    int stored = transpose ? length : rows;
    int present = transpose ? rows : length;
    // Tiles read rows that only fill the last one; what they hold goes nowhere.
    int all = transpose ? depth : rows + VectorTile.ROWS;
    if (data.length < HostMatrix.LEAD + all * VectorTile.ROW) {
      data = new float[HostMatrix.LEAD + all * VectorTile.ROW];
    }
    for (int i = 0; i < stored; i++) {
      System.arraycopy(from, start + i * stride, data, line(i), present);
    }
  }

  private static int line(int index) {
    return HostMatrix.LEAD + index * VectorTile.ROW;
  }

  /** Returns the array that holds the copy. */
  float[] data() {
    return data;
  }

  /** Returns whether what is stored are the operand's columns. */
  boolean transposed() {
    return transposed;
  }

  /** Returns where a row of the operand begins in {@link #data()}. */
  int start(int row) {
    return transposed ? HostMatrix.LEAD + row : line(row);
  }

  /** Returns the number of k. */
  int depth() {
    return depth;
  }
}
