package io.github.rnnlab.tensor;

/**
 * A thread's copy of its columns of the recurrent weights, for the products of all steps with them.
 * One row or two go through them in stripes, more rows in tiles.
 */
final class VectorWeights {
  private static final int COLUMNS = VectorStripe.COLUMNS;

  private final VectorPanels wide = new VectorPanels(COLUMNS);
  private final VectorPanels narrow = new VectorPanels(VectorTile.COLUMNS);
  private final VectorGemm tiles = new VectorGemm();

  /** What a stripe computes that is not all within C. */
  private final float[] edge = new float[HostMatrix.LEAD + 2 * COLUMNS];

  private int rows;
  private int from;
  private int to;
  private int columns;

  /**
   * Copies columns {@code [from, to)} of a square matrix, or of its transpose, for products of so
   * many rows; both bounds are multiples of {@value HostMatrix#LANES} within the padded columns.
   */
  void pack(HostMatrix matrix, boolean transpose, int from, int to, int rows) {
    this.rows = rows;
    this.from = from;
    this.to = to;
    columns = Math.min(to, matrix.columns) - from;
    int start = transpose ? matrix.row(from) : matrix.offset + from;
    VectorPanels panels = rows > 2 ? narrow : wide;
    panels.pack(matrix.data, start, matrix.stride, transpose, matrix.rows, columns);
  }

  /**
   * Adds the product of some rows of a matrix with the packed columns to as many others, for k of
   * {@code [k, next)}, of which the first is even.
   *
   * @param z holds all rows
   * @param a the first row of the left operand
   * @param c the first row of the sums
   */
  void multiply(HostMatrix z, int a, int c, int k, int next) {
    if (rows > 2) {
      int start = z.row(c) + from;
      tiles.multiply(
          z.data, z.row(a), z.stride, narrow, k, next, z.data, start, z.stride, rows, columns);
      return;
    }
    for (int panel = 0; panel < panels(); panel++) {
      multiply(panel, rows, z, a, c, 1, k, next);
    }
  }

  /** Returns how many panels one row or two go through. */
  int panels() {
    return wide.panels(columns);
  }

  /** Returns the column of the rows with which a panel begins; after the last, where it ends. */
  int column(int panel) {
    return Math.min(from + panel * COLUMNS, to);
  }

  /**
   * Adds the product of one row or two with one panel to as many others, for k of {@code [k,
   * next)}, of which the first is even.
   *
   * @param count how many rows
   * @param z holds all rows
   * @param a the first row of the left operand
   * @param c the first row of the sums
   * @param apart from the first row to the second, in both
   */
  void multiply(int panel, int count, HostMatrix z, int a, int c, int apart, int k, int next) {
    int a0 = z.row(a) + k;
    int b0 = wide.start(panel) + k * COLUMNS;
    int c0 = z.row(c) + column(panel);
    int second = apart * z.stride;
    int present = column(panel + 1) - column(panel);
    if (present == COLUMNS) {
      stripe(count, z.data, a0, a0 + second, b0, z.data, c0, c0 + second, next - k);
      return;
    }
    int e0 = HostMatrix.LEAD;
    for (int i = 0; i < count; i++) {
      System.arraycopy(z.data, c0 + i * second, edge, e0 + i * COLUMNS, present);
    }
    stripe(count, z.data, a0, a0 + second, b0, edge, e0, e0 + COLUMNS, next - k);
    for (int i = 0; i < count; i++) {
      System.arraycopy(edge, e0 + i * COLUMNS, z.data, c0 + i * second, present);
    }
  }

  private void stripe(
      int count, float[] a, int a0, int a1, int b0, float[] c, int c0, int c1, int depth) {
    if (count == 1) {
      VectorStripe.multiply(a, a0, wide.data(), b0, c, c0, depth);
    } else {
      VectorStripe.multiply(a, a0, a1, wide.data(), b0, c, c0, c1, depth);
    }
  }
}
