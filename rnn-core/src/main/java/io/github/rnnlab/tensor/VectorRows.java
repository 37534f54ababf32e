package io.github.rnnlab.tensor;

/**
 * A copy of part of a left operand as a {@link VectorTile} reads it: its rows, {@link
 * VectorTile#ROW} numbers apart.
 *
 * <p>A row has an even length; after an odd one comes a zero.
 */
final class VectorRows {
  private float[] data = new float[0];
  private int depth;

  /**
   * Copies part of a matrix, or of its transpose.
   *
   * @param from what holds the matrix
   * @param start where the part begins
   * @param stride from one row of the stored matrix to the next
   * @param transpose whether the stored rows are columns of the part
   * @param rows rows of the part
   * @param length length of a row, at most {@link VectorTile#DEPTH}
   */
  void pack(float[] from, int start, int stride, boolean transpose, int rows, int length) {
    depth = length + length % 2;
    int tiles = (rows + VectorTile.ROWS - 1) / VectorTile.ROWS;
    if (data.length < start(tiles * VectorTile.ROWS)) {
      data = new float[start(tiles * VectorTile.ROWS)];
    }
    if (transpose) {
      VectorTransposition.copy(from, start, stride, data, start(0), VectorTile.ROW, length, rows);
    } else {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(from, start + i * stride, data, start(i), length);
      }
    }
    if (length < depth) {
      for (int i = 0; i < rows; i++) {
        data[start(i) + length] = 0;
      }
    }
  }

  /** Returns the array that holds the rows. */
  float[] data() {
    return data;
  }

  /** Returns where a row begins in {@link #data()}. */
  int start(int row) {
    return HostMatrix.LEAD + row * VectorTile.ROW;
  }

  /** Returns the length of a row, with its filler. */
  int depth() {
    return depth;
  }
}
