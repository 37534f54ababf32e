package io.github.rnnlab.tensor;

/**
 * A thread's copy of the recurrent weights, for the products of all steps with them. One to three
 * rows go through them in stripes, more rows in tiles.
 */
final class VectorWeights {
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
    columns = to - from;
    if (rows < VectorTile.ROWS) {
      stripes.pack(matrix, transpose, from, to);
    } else {
      panels.pack(matrix, transpose, 0, matrix.rows, from, to);
    }
  }

  /**
   * {@code c += a} times the packed columns; {@code cStart} is where the first of them falls in the
   * first row of c.
   */
  void multiply(float[] a, int aStart, int aRow, float[] c, int cStart, int cRow) {
    if (rows < VectorTile.ROWS) {
      stripes.multiply(a, aStart, aRow, c, cStart, cRow, rows);
    } else {
      tiles.multiply(a, aStart, aRow, panels, c, cStart, cRow, rows, columns);
    }
  }
}
