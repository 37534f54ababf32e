package io.github.rnnlab.tensor;

/**
 * Products of more than a few rows, in blocks that stay in the caches (Goto and van de Geijn,
 * "Anatomy of high-performance matrix multiplication", ACM TOMS 34, 2008).
 *
 * <p>Blocks of k follow each other in ascending order and continue from what is in C: every element
 * is one chain of fused multiply-adds over ascending k, whatever tile and block it falls in, so
 * blocking changes the speed and never the bits. Each thread has its own.
 */
final class VectorGemm {
  /** Rows in a block of A: it fills a third of a second-level cache. */
  private static final int BLOCK_ROWS = 192;

  private static final int ROWS = VectorTile.ROWS;
  private static final int COLUMNS = VectorTile.COLUMNS;

  private final VectorRows left = new VectorRows();
  private final VectorPanels right = new VectorPanels(COLUMNS);

  /** The result of a tile that is only partly within C. */
  private final float[] edge = new float[HostMatrix.LEAD + ROWS * COLUMNS];

  /** Returns the most bytes that the copies take, for outer products of a number of columns. */
  static long bytes(long columns) {
    long width = (columns + COLUMNS - 1) / COLUMNS * COLUMNS;
    return VectorRows.bytes(BLOCK_ROWS) + Float.BYTES * VectorTile.DEPTH * width;
  }

  /** Computes rows {@code [first, last)} of {@code c += a^T b}. */
  void addOuterProducts(HostMatrix a, HostMatrix b, HostMatrix c, int first, int last) {
    int blocks = blocks(a.rows);
    for (int block = 0; block < blocks; block++) {
      int k = start(block, blocks, a.rows);
      int deep = start(block + 1, blocks, a.rows) - k;
      right.pack(b.data, b.row(k), b.stride, false, deep, c.stride);
      for (int row = first; row < last; row += BLOCK_ROWS) {
        int rows = Math.min(BLOCK_ROWS, last - row);
        left.pack(a.data, a.row(k) + row, a.stride, true, rows, deep);
        tiles(right, 0, c.data, c.row(row), c.stride, rows, c.stride);
      }
    }
  }

  /** Computes rows {@code [first, last)} of {@code c += a b} for a packed b. */
  void multiply(HostMatrix a, VectorPanels b, HostMatrix c, int first, int last) {
    for (int row = first; row < last; row += BLOCK_ROWS) {
      int rows = Math.min(BLOCK_ROWS, last - row);
      int blocks = blocks(a.columns);
      for (int block = 0; block < blocks; block++) {
        int k = start(block, blocks, a.columns);
        int next = start(block + 1, blocks, a.columns);
        left.pack(a.data, a.row(row) + k, a.stride, false, rows, next - k);
        tiles(b, k, c.data, c.row(row), c.stride, rows, c.stride);
      }
    }
  }

  /**
   * Adds the products of some rows with several packed matrices to as many rows of several others,
   * for k of {@code [from, to)}.
   *
   * @param a holds the rows, from {@code aRow} on
   * @param b as many as {@code c} has
   * @param c hold the sums, from {@code cRow} and {@code column} on
   */
  void multiply(
      HostMatrix a,
      int aRow,
      int rows,
      int from,
      int to,
      VectorPanels[] b,
      HostMatrix[] c,
      int cRow,
      int column,
      int columns) {
    int blocks = blocks(to - from);
    for (int row = 0; row < rows; row += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, rows - row);
      for (int block = 0; block < blocks; block++) {
        int k = from + start(block, blocks, to - from);
        int next = from + start(block + 1, blocks, to - from);
        left.pack(a.data, a.row(aRow + row) + k, a.stride, false, count, next - k);
        for (int i = 0; i < c.length; i++) {
          HostMatrix sums = c[i];
          int start = sums.row(cRow + row) + column;
          tiles(b[i], k, sums.data, start, sums.stride, count, columns);
        }
      }
    }
  }

  private static int blocks(int depth) {
    return (depth + VectorTile.DEPTH - 1) / VectorTile.DEPTH;
  }

  /** Returns where a block of k begins. */
  private static int start(int block, int blocks, int depth) {
    return ThreadTeam.share(block, blocks, depth);
  }

  /**
   * Multiplies the packed rows of A with as many lines of B, from line k on. The columns are padded
   * to whole vectors.
   */
  private void tiles(
      VectorPanels b, int k, float[] c, int cStart, int cRow, int rows, int columns) {
    for (int column = 0; column < columns; ) {
      int width = VectorTile.columns(columns - column);
      int panel = b.start(column / COLUMNS) + k * COLUMNS;
      int next = b.start(column / COLUMNS + 1) + k * COLUMNS;
      int present = Math.min(width, columns - column);
      for (int row = 0; row < rows; ) {
        int height = VectorTile.rows(rows - row, width);
        int to = cStart + row * cRow + column;
        tile(height, width, row, b.data(), panel, next, c, to, cRow, rows - row, present);
        row += height;
      }
      column += width;
    }
  }

  /** A tile of which so many rows, or more, and so many columns are within C. */
  private void tile(
      int height,
      int width,
      int row,
      float[] b,
      int bStart,
      int bNext,
      float[] c,
      int cStart,
      int cRow,
      int rows,
      int columns) {
    if (rows >= height && columns == width) {
      multiply(height, width, row, b, bStart, bNext, c, cStart, cRow);
      return;
    }
    int start = HostMatrix.LEAD;
    int present = Math.min(rows, height);
    for (int i = 0; i < present; i++) {
      System.arraycopy(c, cStart + i * cRow, edge, start + i * width, columns);
    }
    multiply(height, width, row, b, bStart, bNext, edge, start, width);
    for (int i = 0; i < present; i++) {
      System.arraycopy(edge, start + i * width, c, cStart + i * cRow, columns);
    }
  }

  private void multiply(
      int height,
      int width,
      int row,
      float[] b,
      int bStart,
      int bNext,
      float[] c,
      int cStart,
      int cRow) {
    VectorTile.multiply(
        left.transposed(),
        height,
        width,
        left.data(),
        left.start(row),
        b,
        bStart,
        bNext,
        c,
        cStart,
        cRow,
        left.depth());
  }
}
