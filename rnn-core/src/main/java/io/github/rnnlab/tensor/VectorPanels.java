package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.load;

import java.util.Arrays;

/**
 * A copy of a right operand, or of part of one, as a {@link VectorTile} or a {@link VectorStripe}
 * reads it: cut into panels of some columns, each stored row after row. Zeros fill the last panel,
 * and pad rows.
 */
final class VectorPanels {
  private static final int LANES = VectorMath.SPECIES.length();

  private final int width;
  private float[] data = new float[0];

  /** Numbers in a panel. */
  private int size;

  /** Makes panels of so many columns, which are whole vectors. */
  VectorPanels(int width) {
    this.width = width;
  }

  /** Makes room for as many rows and columns. What the panels hold then is 0 if there was less. */
  void resize(int depth, int columns) {
    size = depth * width;
    int end = start(panels(HostMatrix.padded(columns)));
    if (data.length < end) {
      data = new float[end];
    }
  }

  /**
   * Copies part of a matrix, or of its transpose.
   *
   * @param from what holds the matrix
   * @param start where the part begins
   * @param stride from one row of the stored matrix to the next
   * @param transpose whether the stored rows are columns of the part
   * @param depth rows of the part
   * @param columns columns of the part; whole vectors, unless it is transposed
   */
  void pack(float[] from, int start, int stride, boolean transpose, int depth, int columns) {
    resize(depth, columns);
    int panels = panels(HostMatrix.padded(columns));
    for (int panel = 0; panel < panels; panel++) {
      int to = start(panel);
      int column = panel * width;
      int present = Math.max(0, Math.min(width, columns - column));
      if (present < width) {
        Arrays.fill(data, to, to + size, 0);
      }
      if (transpose) {
        VectorTransposition.copy(
            from, start + column * stride, stride, data, to, width, present, depth);
      } else {
        copy(from, start + column, stride, to, depth, present);
      }
    }
  }

  /** Copies part of a panel, two vectors of a row at a time where there are two. */
  private void copy(float[] from, int start, int stride, int to, int depth, int columns) {
    int j = 0;
    for (; j + 2 * LANES <= columns; j += 2 * LANES) {
      int source = start + j;
      int target = to + j;
      for (int k = 0; k < depth; k++) {
        load(from, source).intoArray(data, target);
        load(from, source + LANES).intoArray(data, target + LANES);
        source += stride;
        target += width;
      }
    }
    for (; j < columns; j += LANES) {
      for (int k = 0; k < depth; k++) {
        load(from, start + k * stride + j).intoArray(data, to + k * width + j);
      }
    }
  }

  /** Returns how many bytes the panels of a matrix take. */
  static long bytes(long depth, long columns, long width) {
    return Float.BYTES * depth * ((columns + width - 1) / width * width);
  }

  /** Returns how many panels so many columns fill. */
  int panels(int columns) {
    return (columns + width - 1) / width;
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
