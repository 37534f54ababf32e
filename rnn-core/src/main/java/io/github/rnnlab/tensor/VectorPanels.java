package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.load;

import java.util.Arrays;

/**
 * A copy of a right operand, or of part of one, as a {@link VectorTile} reads it: cut into panels
 * as wide as a tile, each stored row after row. What is missing of the last panel is zero.
 *
 * <p>A panel has an even number of rows; after an odd one comes {@link VectorTile#FILLER_B}.
 */
final class VectorPanels {
  private static final int LANES = VectorMath.SPECIES.length();
  private static final int WIDTH = VectorTile.COLUMNS;

  private float[] data = new float[0];

  /** Numbers in a panel. */
  private int size;

  /**
   * Copies part of a matrix, or of its transpose.
   *
   * @param from what holds the matrix
   * @param start where the part begins
   * @param stride from one row of the stored matrix to the next
   * @param transpose whether the stored rows are columns of the part
   * @param depth rows of the part
   * @param columns columns of the part
   */
  void pack(float[] from, int start, int stride, boolean transpose, int depth, int columns) {
    size = (depth + depth % 2) * WIDTH;
    int panels = (columns + WIDTH - 1) / WIDTH;
    if (data.length < start(panels)) {
      data = new float[start(panels)];
    }
    for (int panel = 0; panel < panels; panel++) {
      int to = start(panel);
      int column = panel * WIDTH;
      int width = Math.min(WIDTH, columns - column);
      if (width < WIDTH) {
        Arrays.fill(data, to, to + size, 0);
      }
      if (transpose) {
        VectorTransposition.copy(
            from, start + column * stride, stride, data, to, WIDTH, width, depth);
      } else if (width == WIDTH) {
        copy(from, start + column, stride, data, to, depth);
      } else {
        copyPart(from, start + column, stride, data, to, depth, width);
      }
      Arrays.fill(data, to + depth * WIDTH, to + size, VectorTile.FILLER_B);
    }
  }

  private static void copy(
      float[] from, int start, int stride, float[] to, int toStart, int depth) {
    for (int k = 0; k < depth; k++) {
      for (int j = 0; j < WIDTH; j += LANES) {
        load(from, start + j).intoArray(to, toStart + j);
      }
      start += stride;
      toStart += WIDTH;
    }
  }

  private static void copyPart(
      float[] from, int start, int stride, float[] to, int toStart, int depth, int width) {
    for (int k = 0; k < depth; k++) {
      System.arraycopy(from, start + k * stride, to, toStart + k * WIDTH, width);
    }
  }

  /** Returns the array that holds the panels. */
  float[] data() {
    return data;
  }

  /** Returns where a panel begins in {@link #data()}. */
  int start(int panel) {
    return HostMatrix.LEAD + panel * size;
  }
}
