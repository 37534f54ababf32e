package io.github.rnnlab.tensor;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A copy of some rows and columns of a matrix, cut into panels as wide as a {@link VectorTile},
 * each stored row after row, so that a tile reads memory in order. The last panel is filled up with
 * zeros.
 */
final class VectorPanels {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = VectorTile.COLUMNS;

  private float[] data = new float[0];
  private int depth;

  /**
   * Copies rows {@code [row, row + depth)} and columns {@code [from, to)} of a matrix, or of its
   * transpose; columns count up to the padded width.
   */
  void pack(HostMatrix matrix, boolean transpose, int row, int depth, int from, int to) {
    this.depth = depth;
    int panels = (to - from + WIDTH - 1) / WIDTH;
    if (data.length < start(panels)) {
      data = new float[start(panels)];
    }
    for (int panel = 0; panel < panels; panel++) {
      int column = from + panel * WIDTH;
      int width = Math.min(WIDTH, (transpose ? matrix.rows : to) - column);
      if (width < WIDTH) {
        Arrays.fill(data, start(panel), start(panel + 1), 0);
      }
      if (transpose) {
        packTransposed(matrix, row, column, width, start(panel));
      } else {
        int first = matrix.row(row) + column;
        if (width == WIDTH) {
          copy(matrix.data, first, matrix.stride, data, start(panel), depth);
        } else {
          copyPart(matrix.data, first, matrix.stride, start(panel), width);
        }
      }
    }
  }

  private static void copy(float[] from, int index, int stride, float[] to, int start, int depth) {
    for (int k = 0; k < depth; k++) {
      for (int j = 0; j < WIDTH; j += LANES) {
        FloatVector.fromArray(SPECIES, from, index + j).intoArray(to, start + j);
      }
      index += stride;
      start += WIDTH;
    }
  }

  private void copyPart(float[] from, int index, int stride, int start, int width) {
    for (int k = 0; k < depth; k++) {
      System.arraycopy(from, index + k * stride, data, start + k * WIDTH, width);
    }
  }

  private void packTransposed(HostMatrix matrix, int row, int column, int width, int start) {
    int j = 0;
    for (; j + 4 <= width; j += 4) {
      transposeFour(matrix.data, matrix.row(column + j) + row, matrix.stride, start + j);
    }
    for (; j < width; j++) {
      int from = matrix.row(column + j) + row;
      for (int k = 0; k < depth; k++) {
        data[start + j + k * WIDTH] = matrix.data[from + k];
      }
    }
  }

  private void transposeFour(float[] source, int row, int stride, int to) {
    for (int k = 0; k < depth; k++) {
      data[to] = source[row + k];
      data[to + 1] = source[row + stride + k];
      data[to + 2] = source[row + 2 * stride + k];
      data[to + 3] = source[row + 3 * stride + k];
      to += WIDTH;
    }
  }

  /** Returns the array that holds the panels. */
  float[] data() {
    return data;
  }

  /** Returns where a panel begins in {@link #data()}. */
  int start(int panel) {
    return HostMatrix.LEAD + panel * depth * WIDTH;
  }

  /** Returns how many rows the panels have. */
  int depth() {
    return depth;
  }
}
