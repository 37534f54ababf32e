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

  /** What a tile computes that is not all within C. */
  private final float[] edge = new float[HostMatrix.LEAD + ROWS * COLUMNS];

  /**
   * Computes rows {@code [first, last)} of {@code c += a b}; either operand may be stored
   * transposed.
   */
  void multiply(
      HostMatrix a,
      boolean transposeA,
      HostMatrix b,
      boolean transposeB,
      HostMatrix c,
      int first,
      int last,
      int depth) {
    int blocks = blocks(depth);
    for (int block = 0; block < blocks; block++) {
      int k = start(block, blocks, depth);
      int deep = start(block + 1, blocks, depth) - k;
      int bStart = transposeB ? b.offset + k : b.row(k);
      right.pack(b.data, bStart, b.stride, transposeB, deep, transposeB ? c.columns : b.stride);
      for (int row = first; row < last; row += BLOCK_ROWS) {
        int rows = Math.min(BLOCK_ROWS, last - row);
        int aStart = transposeA ? a.row(k) + row : a.row(row) + k;
        left.pack(a.data, aStart, a.stride, transposeA, rows, deep);
        tiles(right, 0, c.data, c.row(row), c.stride, rows, c.columns);
      }
    }
  }

  /**
   * Computes {@code c += a b} for a packed b and k of {@code [from, to)}, of which {@code from} is
   * even; {@code a} has one row every {@code aRow} numbers.
   */
  void multiply(
      float[] a,
      int aStart,
      int aRow,
      VectorPanels b,
      int from,
      int to,
      float[] c,
      int cStart,
      int cRow,
      int rows,
      int columns) {
    int blocks = blocks(to - from);
    for (int block = 0; block < blocks; block++) {
      int k = from + start(block, blocks, to - from);
      int next = from + start(block + 1, blocks, to - from);
      left.pack(a, aStart + k, aRow, false, rows, next - k);
      tiles(b, k, c, cStart, cRow, rows, columns);
    }
  }

  private static int blocks(int depth) {
    return (depth + VectorTile.DEPTH - 1) / VectorTile.DEPTH;
  }

  /** Returns where a block of k begins: after an even number of them. */
  private static int start(int block, int blocks, int depth) {
    return Math.min(depth, 2 * ThreadTeam.share(block, blocks, (depth + 1) / 2));
  }

  /** Multiplies the packed rows of A with as many lines of B, from line k on. */
  private void tiles(
      VectorPanels b, int k, float[] c, int cStart, int cRow, int rows, int columns) {
    for (int column = 0; column < columns; column += COLUMNS) {
      int width = Math.min(COLUMNS, columns - column);
      int panel = b.start(column / COLUMNS) + k * COLUMNS;
      for (int row = 0; row < rows; ) {
        int height = VectorTile.rows(rows - row);
        int to = cStart + row * cRow + column;
        int present = Math.min(height, rows - row);
        tile(height, left.start(row), b.data(), panel, c, to, cRow, present, width);
        row += height;
      }
    }
  }

  /** A tile of which so many rows and columns are within C. */
  private void tile(
      int height,
      int aStart,
      float[] b,
      int bStart,
      float[] c,
      int cStart,
      int cRow,
      int rows,
      int columns) {
    if (rows == height && columns == COLUMNS) {
      VectorTile.multiply(height, left.data(), aStart, b, bStart, c, cStart, cRow, left.depth());
      return;
    }
    int start = HostMatrix.LEAD;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(c, cStart + i * cRow, edge, start + i * COLUMNS, columns);
    }
    VectorTile.multiply(height, left.data(), aStart, b, bStart, edge, start, COLUMNS, left.depth());
    for (int i = 0; i < rows; i++) {
      System.arraycopy(edge, start + i * COLUMNS, c, cStart + i * cRow, columns);
    }
  }
}
