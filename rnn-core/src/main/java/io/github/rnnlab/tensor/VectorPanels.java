package io.github.rnnlab.tensor;

import java.util.Arrays;

/**
 * A copy of some columns of a matrix, for many products of few rows with it: cut into panels as
 * wide as registers can accumulate, each stored row after row, so that a product reads memory in
 * order.
 */
final class VectorPanels {
  /** Numbers in a full panel: 12 accumulators of 8 lanes. */
  private static final int WIDTH = 96;

  private static final int LANES = HostMatrix.LANES;

  private float[] data = new float[0];
  private int depth;
  private int columns;
  private int panels;

  /**
   * Copies columns {@code [from, to)} of a matrix, or of its transpose; both bounds are multiples
   * of {@value HostMatrix#LANES} within the padded columns.
   */
  void pack(HostMatrix matrix, boolean transpose, int from, int to) {
    depth = transpose ? matrix.columns : matrix.rows;
    columns = to - from;
    panels = (columns + WIDTH - 1) / WIDTH;
    int size = HostMatrix.LEAD + depth * columns;
    if (data.length < size) {
      data = new float[size];
    }
    for (int panel = 0; panel < panels; panel++) {
      int first = first(panel);
      int width = first(panel + 1) - first;
      int start = HostMatrix.LEAD + depth * first;
      if (transpose) {
        packTransposed(matrix, from + first, width, start);
      } else {
        for (int k = 0; k < depth; k++) {
          System.arraycopy(
              matrix.data, matrix.row(k) + from + first, data, start + k * width, width);
        }
      }
    }
  }

  private void packTransposed(HostMatrix matrix, int from, int width, int start) {
    int present = Math.min(width, matrix.rows - from);
    if (present < width) {
      Arrays.fill(data, start, start + depth * width, 0);
    }
    int j = 0;
    for (; j + 4 <= present; j += 4) {
      transposeFour(matrix.data, matrix.row(from + j), matrix.stride, start + j, width);
    }
    for (; j < present; j++) {
      int row = matrix.row(from + j);
      for (int k = 0; k < depth; k++) {
        data[start + j + k * width] = matrix.data[row + k];
      }
    }
  }

  private void transposeFour(float[] source, int row, int stride, int to, int width) {
    for (int k = 0; k < depth; k++) {
      data[to] = source[row + k];
      data[to + 1] = source[row + stride + k];
      data[to + 2] = source[row + 2 * stride + k];
      data[to + 3] = source[row + 3 * stride + k];
      to += width;
    }
  }

  /**
   * {@code c += a} times the packed columns; {@code cStart} is where the first of them falls in the
   * first row of c.
   */
  void multiply(float[] a, int aStart, int aRow, float[] c, int cStart, int cRow, int rows) {
    for (int panel = 0; panel < panels; panel++) {
      int first = first(panel);
      int width = first(panel + 1) - first;
      VectorGemm.multiply(
          a,
          aStart,
          aRow,
          1,
          data,
          HostMatrix.LEAD + depth * first,
          width,
          c,
          cStart + first,
          cRow,
          rows,
          width,
          depth);
    }
  }

  private int first(int panel) {
    return ThreadTeam.share(panel, panels, columns / LANES) * LANES;
  }
}
