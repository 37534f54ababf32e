package io.github.rnnlab.tensor;

/**
 * A thread's copy of its columns of the recurrent weights, for the products of all steps with them.
 * One row or two go through them in stripes, more rows in tiles.
 */
final class VectorWeights {
  private static final int COLUMNS = VectorTile.COLUMNS;

  private final VectorPanels panels = new VectorPanels(COLUMNS);
  private final VectorGemm tiles = new VectorGemm();

  /** What a stripe computes that is not all within C. */
  private final float[] edge = new float[HostMatrix.LEAD + COLUMNS];

  private int from;
  private int to;

  /**
   * Copies columns {@code [from, to)} of a square matrix, or of its transpose; both bounds are
   * multiples of {@value HostMatrix#LANES} within the padded columns.
   */
  void pack(HostMatrix matrix, boolean transpose, int from, int to) {
    this.from = from;
    this.to = to;
    int start = transpose ? matrix.row(from) : matrix.offset + from;
    int columns = (transpose ? Math.min(to, matrix.rows) : to) - from;
    panels.pack(matrix.data, start, matrix.stride, transpose, matrix.rows, columns);
  }

  /** Returns how many panels the columns fill. */
  int panels() {
    return panels.panels(to - from);
  }

  /** Returns the column with which a panel begins; after the last, where it ends. */
  int column(int panel) {
    return Math.min(from + panel * COLUMNS, to);
  }

  /**
   * Adds the product of some rows with panels {@code [first, last)} to as many others, for k of
   * {@code [k, next)}, of which the first is even.
   *
   * @param rows how many; more than two take all panels
   * @param z holds all rows
   * @param a the first row of the left operand
   * @param c the first row of the sums
   * @param apart from one row to the next, in both; 1 where there are more than two
   */
  void multiply(
      int first, int last, int rows, HostMatrix z, int a, int c, int apart, int k, int next) {
    if (rows > 2) {
      int sums = z.row(c) + from;
      tiles.multiply(
          z.data, z.row(a), z.stride, panels, k, next, z.data, sums, z.stride, rows, to - from);
      return;
    }
    int depth = next - k;
    int a0 = z.row(a) + k;
    int second = apart * z.stride;
    int panel = first;
    for (; panel + 2 <= last && isWhole(panel + 1); panel += 2) {
      int b0 = panels.start(panel) + k * COLUMNS;
      int b1 = panels.start(panel + 1) + k * COLUMNS;
      int c0 = z.row(c) + column(panel);
      if (rows == 1) {
        VectorStripe.multiplyPair(z.data, a0, panels.data(), b0, b1, z.data, c0, depth);
      } else {
        VectorStripe.multiplyPair(
            z.data, a0, a0 + second, panels.data(), b0, b1, z.data, c0, c0 + second, depth);
      }
    }
    for (; panel < last; panel++) {
      for (int row = 0; row < rows; row++) {
        int start = z.row(c) + row * second + column(panel);
        multiplyOne(panel, z.data, a0 + row * second, start, k, depth);
      }
    }
  }

  private boolean isWhole(int panel) {
    return column(panel + 1) - column(panel) == COLUMNS;
  }

  private void multiplyOne(int panel, float[] z, int a, int c, int k, int depth) {
    int b = panels.start(panel) + k * COLUMNS;
    if (isWhole(panel)) {
      VectorStripe.multiply(z, a, panels.data(), b, z, c, depth);
      return;
    }
    int present = column(panel + 1) - column(panel);
    System.arraycopy(z, c, edge, HostMatrix.LEAD, present);
    VectorStripe.multiply(z, a, panels.data(), b, edge, HostMatrix.LEAD, depth);
    System.arraycopy(edge, HostMatrix.LEAD, z, c, present);
  }
}
