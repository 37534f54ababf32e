package io.github.rnnlab.tensor;

/**
 * Large products, {@code C += A B}, in blocks that stay in the caches (Goto and van de Geijn,
 * "Anatomy of high-performance matrix multiplication", ACM TOMS 34, 2008): a block of A and a strip
 * of B are copied so that the innermost loop reads both in order.
 *
 * <p>Blocks of k follow each other in ascending order and continue from what is in C, so every
 * element is the same chain of fused multiply-adds as in {@link VectorGemm}. Each thread has its
 * own.
 */
final class VectorBlocks {
  /** Products of fewer multiply-adds are done before copies would pay. */
  private static final long WORTH_COPYING = 8_000_000;

  /** How much of k is in a block: a strip of B fills half of a first-level cache. */
  private static final int BLOCK_DEPTH = 192;

  /** Rows in a block of A: it fills a quarter of a second-level cache. */
  private static final int BLOCK_ROWS = 128;

  private static final int TILE_ROWS = VectorGemm.TILE_ROWS;
  private static final int WIDTH = VectorMath.SPECIES.length();
  private static final int LEAD = HostMatrix.LEAD;

  private final float[] left = new float[LEAD + BLOCK_ROWS * BLOCK_DEPTH];
  private final float[] right = new float[LEAD + BLOCK_DEPTH * 3 * WIDTH];

  /** As {@link VectorGemm#multiply}. */
  void multiply(
      float[] a,
      int aStart,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      int bRow,
      float[] c,
      int cStart,
      int cRow,
      int m,
      int n,
      int depth) {
    if ((long) m * n * depth < WORTH_COPYING) {
      VectorGemm.multiply(a, aStart, aRow, aColumn, b, bStart, bRow, c, cStart, cRow, m, n, depth);
      return;
    }
    int tiledRows = m - m % TILE_ROWS;
    for (int k = 0; k < depth; k += BLOCK_DEPTH) {
      int deep = Math.min(BLOCK_DEPTH, depth - k);
      for (int i = 0; i < tiledRows; i += BLOCK_ROWS) {
        int tiles = Math.min(BLOCK_ROWS, tiledRows - i) / TILE_ROWS;
        copyTiles(a, aStart + i * aRow + k * aColumn, aRow, aColumn, tiles, deep);
        multiplyBlock(tiles, deep, b, bStart + k * bRow, bRow, c, cStart + i * cRow, cRow, n);
      }
      VectorGemm.rows(
          a,
          aStart + k * aColumn,
          aRow,
          aColumn,
          b,
          bStart + k * bRow,
          bRow,
          c,
          cStart,
          cRow,
          tiledRows,
          m,
          n,
          deep);
    }
  }

  private void multiplyBlock(
      int tiles,
      int deep,
      float[] b,
      int bStart,
      int bRow,
      float[] c,
      int cStart,
      int cRow,
      int n) {
    for (int j = 0; j < n; ) {
      int vectors = VectorGemm.vectorsOfTile((n - j) / WIDTH);
      int width = vectors * WIDTH;
      for (int k = 0; k < deep; k++) {
        System.arraycopy(b, bStart + j + k * bRow, right, LEAD + k * width, width);
      }
      VectorGemm.tiles(
          vectors,
          left,
          LEAD,
          TILE_ROWS * deep,
          1,
          TILE_ROWS,
          right,
          LEAD,
          width,
          c,
          cStart + j,
          cRow,
          tiles,
          deep);
      j += width;
    }
  }

  /** Copies tiles of four rows of A so that the four numbers of each k lie together. */
  private void copyTiles(float[] a, int start, int aRow, int aColumn, int tiles, int deep) {
    for (int tile = 0; tile < tiles; tile++) {
      int from = start + tile * TILE_ROWS * aRow;
      int to = LEAD + tile * TILE_ROWS * deep;
      for (int k = 0; k < deep; k++) {
        left[to] = a[from];
        left[to + 1] = a[from + aRow];
        left[to + 2] = a[from + 2 * aRow];
        left[to + 3] = a[from + 3 * aRow];
        from += aColumn;
        to += TILE_ROWS;
      }
    }
  }
}
