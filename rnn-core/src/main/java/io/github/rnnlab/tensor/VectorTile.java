package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.broadcastNext;
import static io.github.rnnlab.tensor.VectorMath.load;
import static io.github.rnnlab.tensor.VectorMath.loadNext;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loop of every product with more than a few rows: a tile of C, six or four rows by
 * two vectors or four rows by three, stays in registers while k ascends.
 *
 * <p>A loop takes one k at a time. With two, JDK 17's compiler comes to the most nodes (18,000)
 * that it inlines all calls for; some JVMs then kept vectors in objects, at a twentieth of the
 * speed.
 *
 * <p>Operands are copies, {@link VectorRows} and {@link VectorPanels}, with constant strides. The
 * compiler therefore moves the checks of all indices out of the loop, and one register reaches all
 * numbers of A at a k. A tile then takes little more than two instructions for each multiply-add,
 * which matters most on a shared core.
 *
 * <p>Twelve sums, the vectors of B and a number of A fill the 16 registers of x86.
 */
final class VectorTile {
  private static final int LANES = VectorMath.SPECIES.length();

  /** Rows of a large tile. */
  static final int ROWS = 6;

  /** Rows of a small one, for rows that large tiles would leave over. */
  private static final int FEW_ROWS = 4;

  /** Columns of a tile; also from one row of B to the next. */
  static final int COLUMNS = 2 * LANES;

  /** Columns of a wide tile, for a single vector that others would leave over. */
  static final int WIDE_COLUMNS = 3 * LANES;

  /** The most k at once: what a tile reads of A and B fills a first-level cache. */
  static final int DEPTH = 192;

  /** From one row of A to the next: rows far from a multiple of 4096 bytes apart. */
  static final int ROW = DEPTH + HostMatrix.LANES;

  private VectorTile() {}

  /** Returns how many columns the next tile has; all that are left are whole vectors. */
  static int columns(int left) {
    return left == WIDE_COLUMNS ? WIDE_COLUMNS : COLUMNS;
  }

  /**
   * Returns how many rows the next tile has: four of a wide one, and else so many that of all that
   * are left the fewest lie idle.
   */
  static int rows(int left, int columns) {
    if (columns == WIDE_COLUMNS) {
      return FEW_ROWS;
    }
    return left <= FEW_ROWS || left == 2 * FEW_ROWS - 1 || left == 2 * FEW_ROWS ? FEW_ROWS : ROWS;
  }

  /**
   * {@code C += A B}; every element is one chain of fused multiply-adds over ascending k.
   *
   * @param transposed whether A is stored transposed
   * @param rows rows of the tile, as {@link #rows} gives them
   * @param columns columns of the tile, as {@link #columns} gives them
   * @param a element (i, k) is {@code a[a0 + i * ROW + k]}, or {@code a[a0 + k * ROW + i]}
   * @param b element (k, j) is {@code b[b0 + k * COLUMNS + j]}; of a wide tile's last vector, it is
   *     {@code b[b1 + k * COLUMNS + j - COLUMNS]}
   * @param c element (i, j) is {@code c[c0 + i * cRow + j]}
   * @param depth how many k there are
   */
  static void multiply(
      boolean transposed,
      int rows,
      int columns,
      float[] a,
      int a0,
      float[] b,
      int b0,
      int b1,
      float[] c,
      int c0,
      int cRow,
      int depth) {
    if (columns == WIDE_COLUMNS) {
      if (transposed) {
        wideRowsTransposed(a, a0, b, b0, b1, c, c0, cRow, depth);
      } else {
        wideRows(a, a0, b, b0, b1, c, c0, cRow, depth);
      }
    } else if (rows == ROWS) {
      if (transposed) {
        sixRowsTransposed(a, a0, b, b0, c, c0, cRow, depth);
      } else {
        sixRows(a, a0, b, b0, c, c0, cRow, depth);
      }
    } else if (transposed) {
      fourRowsTransposed(a, a0, b, b0, c, c0, cRow, depth);
    } else {
      fourRows(a, a0, b, b0, c, c0, cRow, depth);
    }
  }

  private static void sixRows(
      float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth) {
    tileOfSix(a, a0, ROW, 1, b, b0, c, c0, cRow, depth);
  }

  private static void sixRowsTransposed(
      float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth) {
    tileOfSix(a, a0, 1, ROW, b, b0, c, c0, cRow, depth);
  }

  private static void wideRows(
      float[] a, int a0, float[] b, int b0, int b1, float[] c, int c0, int cRow, int depth) {
    tileOfFourByThree(a, a0, ROW, 1, b, b0, b1, c, c0, cRow, depth);
  }

  private static void wideRowsTransposed(
      float[] a, int a0, float[] b, int b0, int b1, float[] c, int c0, int cRow, int depth) {
    tileOfFourByThree(a, a0, 1, ROW, b, b0, b1, c, c0, cRow, depth);
  }

  private static void fourRows(
      float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth) {
    tileOfFour(a, a0, ROW, 1, b, b0, c, c0, cRow, depth);
  }

  private static void fourRowsTransposed(
      float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth) {
    tileOfFour(a, a0, 1, ROW, b, b0, c, c0, cRow, depth);
  }

  private static void tileOfSix(
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cRow,
      int depth) {
    int c1 = c0 + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    int c4 = c3 + cRow;
    int c5 = c4 + cRow;
    FloatVector c00 = load(c, c0);
    FloatVector c01 = load(c, c0 + LANES);
    FloatVector c10 = load(c, c1);
    FloatVector c11 = load(c, c1 + LANES);
    FloatVector c20 = load(c, c2);
    FloatVector c21 = load(c, c2 + LANES);
    FloatVector c30 = load(c, c3);
    FloatVector c31 = load(c, c3 + LANES);
    FloatVector c40 = load(c, c4);
    FloatVector c41 = load(c, c4 + LANES);
    FloatVector c50 = load(c, c5);
    FloatVector c51 = load(c, c5 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector left = loadNext(b, b0 + k * COLUMNS);
      FloatVector right = load(b, b0 + k * COLUMNS + LANES);
      FloatVector ak = broadcastNext(a, a0 + k * aColumn);
      c00 = ak.fma(left, c00);
      c01 = ak.fma(right, c01);
      ak = broadcastNext(a, a0 + aRow + k * aColumn);
      c10 = ak.fma(left, c10);
      c11 = ak.fma(right, c11);
      ak = broadcastNext(a, a0 + 2 * aRow + k * aColumn);
      c20 = ak.fma(left, c20);
      c21 = ak.fma(right, c21);
      ak = broadcastNext(a, a0 + 3 * aRow + k * aColumn);
      c30 = ak.fma(left, c30);
      c31 = ak.fma(right, c31);
      ak = broadcastNext(a, a0 + 4 * aRow + k * aColumn);
      c40 = ak.fma(left, c40);
      c41 = ak.fma(right, c41);
      ak = broadcastNext(a, a0 + 5 * aRow + k * aColumn);
      c50 = ak.fma(left, c50);
      c51 = ak.fma(right, c51);
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + LANES);
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + LANES);
    c20.intoArray(c, c2);
    c21.intoArray(c, c2 + LANES);
    c30.intoArray(c, c3);
    c31.intoArray(c, c3 + LANES);
    c40.intoArray(c, c4);
    c41.intoArray(c, c4 + LANES);
    c50.intoArray(c, c5);
    c51.intoArray(c, c5 + LANES);
  }

  private static void tileOfFour(
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cRow,
      int depth) {
    int c1 = c0 + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    FloatVector c00 = load(c, c0);
    FloatVector c01 = load(c, c0 + LANES);
    FloatVector c10 = load(c, c1);
    FloatVector c11 = load(c, c1 + LANES);
    FloatVector c20 = load(c, c2);
    FloatVector c21 = load(c, c2 + LANES);
    FloatVector c30 = load(c, c3);
    FloatVector c31 = load(c, c3 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector left = loadNext(b, b0 + k * COLUMNS);
      FloatVector right = load(b, b0 + k * COLUMNS + LANES);
      FloatVector ak = broadcastNext(a, a0 + k * aColumn);
      c00 = ak.fma(left, c00);
      c01 = ak.fma(right, c01);
      ak = broadcastNext(a, a0 + aRow + k * aColumn);
      c10 = ak.fma(left, c10);
      c11 = ak.fma(right, c11);
      ak = broadcastNext(a, a0 + 2 * aRow + k * aColumn);
      c20 = ak.fma(left, c20);
      c21 = ak.fma(right, c21);
      ak = broadcastNext(a, a0 + 3 * aRow + k * aColumn);
      c30 = ak.fma(left, c30);
      c31 = ak.fma(right, c31);
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + LANES);
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + LANES);
    c20.intoArray(c, c2);
    c21.intoArray(c, c2 + LANES);
    c30.intoArray(c, c3);
    c31.intoArray(c, c3 + LANES);
  }

  private static void tileOfFourByThree(
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int b1,
      float[] c,
      int c0,
      int cRow,
      int depth) {
    int c1 = c0 + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    FloatVector c00 = load(c, c0);
    FloatVector c01 = load(c, c0 + LANES);
    FloatVector c02 = load(c, c0 + 2 * LANES);
    FloatVector c10 = load(c, c1);
    FloatVector c11 = load(c, c1 + LANES);
    FloatVector c12 = load(c, c1 + 2 * LANES);
    FloatVector c20 = load(c, c2);
    FloatVector c21 = load(c, c2 + LANES);
    FloatVector c22 = load(c, c2 + 2 * LANES);
    FloatVector c30 = load(c, c3);
    FloatVector c31 = load(c, c3 + LANES);
    FloatVector c32 = load(c, c3 + 2 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector left = loadNext(b, b0 + k * COLUMNS);
      FloatVector middle = load(b, b0 + k * COLUMNS + LANES);
      FloatVector right = load(b, b1 + k * COLUMNS);
      FloatVector ak = broadcastNext(a, a0 + k * aColumn);
      c00 = ak.fma(left, c00);
      c01 = ak.fma(middle, c01);
      c02 = ak.fma(right, c02);
      ak = broadcastNext(a, a0 + aRow + k * aColumn);
      c10 = ak.fma(left, c10);
      c11 = ak.fma(middle, c11);
      c12 = ak.fma(right, c12);
      ak = broadcastNext(a, a0 + 2 * aRow + k * aColumn);
      c20 = ak.fma(left, c20);
      c21 = ak.fma(middle, c21);
      c22 = ak.fma(right, c22);
      ak = broadcastNext(a, a0 + 3 * aRow + k * aColumn);
      c30 = ak.fma(left, c30);
      c31 = ak.fma(middle, c31);
      c32 = ak.fma(right, c32);
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + LANES);
    c02.intoArray(c, c0 + 2 * LANES);
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + LANES);
    c12.intoArray(c, c1 + 2 * LANES);
    c20.intoArray(c, c2);
    c21.intoArray(c, c2 + LANES);
    c22.intoArray(c, c2 + 2 * LANES);
    c30.intoArray(c, c3);
    c31.intoArray(c, c3 + LANES);
    c32.intoArray(c, c3 + 2 * LANES);
  }
}
