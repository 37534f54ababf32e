package io.github.rnnlab.tensor;

/**
 * A thread's copy of the recurrent weights, for the products of all steps with them. A few rows go
 * through them in stripes, more rows in tiles.
 */
final class VectorWeights {
  /** So many rows fill enough of a tile to be faster in one. */
  private static final int WORTH_A_TILE = 3;

  private final VectorStripes stripes = new VectorStripes();
  private final VectorPanels panels = new VectorPanels();
  private final VectorGemm tiles = new VectorGemm();
  private int rows;
  private int columns;

  /**
   * Copies columns {@code [from, to)} of a square matrix, or of its transpose, for products of so
   * many rows; both bounds are multiples of {@value HostMatrix#LANES} within the padded columns.
   */
  void pack(HostMatrix matrix, boolean transpose, int from, int to, int rows) {
    this.rows = rows;
    columns = Math.min(to, matrix.columns) - from;
    if (rows < WORTH_A_TILE) {
      stripes.pack(matrix, transpose, from, to);
    } else {
      int start = transpose ? matrix.row(from) : matrix.offset + from;
      panels.pack(matrix.data, start, matrix.stride, transpose, matrix.rows, columns);
    }
  }

  /**
   * {@code c += a} times the packed columns, for k of {@code [from, to)}; {@code from} is even, and
   * {@code cStart} is where the first column falls in the first row of c.
   */
  void multiply(
      float[] a, int aStart, int aRow, int from, int to, float[] c, int cStart, int cRow) {
    if (rows < WORTH_A_TILE) {
      stripes.multiply(a, aStart, aRow, from, to, c, cStart, cRow, rows);
    } else {
      tiles.multiply(a, aStart, aRow, panels, from, to, c, cStart, cRow, rows, columns);
    }
  }
}
