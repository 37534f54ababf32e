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
        copyTransposed(matrix, row, column, width, data, start(panel), WIDTH, depth);
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

  /**
   * Copies numbers {@code [row, row + depth)} of rows {@code [column, column + count)} of a matrix
   * into as many columns of a panel.
   */
  static void copyTransposed(
      HostMatrix matrix,
      int row,
      int column,
      int count,
      float[] to,
      int start,
      int width,
      int depth) {
    int j = 0;
    for (; j + 4 <= count; j += 4) {
      int from = matrix.row(column + j) + row;
      transposeFour(matrix.data, from, matrix.stride, to, start + j, width, depth);
    }
    for (; j < count; j++) {
      int from = matrix.row(column + j) + row;
      for (int k = 0; k < depth; k++) {
        to[start + j + k * width] = matrix.data[from + k];
      }
    }
  }

  private static void transposeFour(
      float[] from, int index, int stride, float[] to, int start, int width, int depth) {
    for (int k = 0; k < depth; k++) {
      to[start] = from[index + k];
      to[start + 1] = from[index + stride + k];
      to[start + 2] = from[index + 2 * stride + k];
      to[start + 3] = from[index + 3 * stride + k];
      start += width;
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
