package io.github.rnnlab.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C += A B} on Java arrays, blocked so that a tile of C stays in registers while k ascends.
 *
 * <p>Every element of C is one chain of fused multiply-adds over ascending k, whatever tile it
 * falls in: blocking changes the speed and never the bits. Element (i, k) of A is {@code a[aStart +
 * i * aRow + k * aColumn]}, which covers a transposed A; rows of B and C are whole vectors.
 */
final class VectorGemm {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int WIDTH = SPECIES.length();

  private VectorGemm() {}

  /** Rows that a tile computes together. */
  static final int TILE_ROWS = 4;

  /**
   * Multiplies rows {@code [0, m)} of A with columns {@code [0, n)} of B; n is a multiple of the
   * vector's length.
   */
  static void multiply(
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
    int tiles = m / TILE_ROWS;
    for (int j = 0; tiles > 0 && j < n; ) {
      int vectors = vectorsOfTile((n - j) / WIDTH);
      tiles(
          vectors,
          a,
          aStart,
          TILE_ROWS * aRow,
          aRow,
          aColumn,
          b,
          bStart + j,
          bRow,
          c,
          cStart + j,
          cRow,
          tiles,
          depth);
      j += vectors * WIDTH;
    }
    rows(
        a, aStart, aRow, aColumn, b, bStart, bRow, c, cStart, cRow, tiles * TILE_ROWS, m, n, depth);
  }

  /**
   * Returns how wide the next tile is: three vectors, or two where threes would leave a single one.
   */
  static int vectorsOfTile(int vectorsLeft) {
    return vectorsLeft == 4 ? 2 : Math.min(3, vectorsLeft);
  }

  /**
   * Computes a column of tiles; from one tile to the next A moves on by {@code aTile} numbers, C by
   * four rows.
   */
  static void tiles(
      int vectors,
      float[] a,
      int aStart,
      int aTile,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      int bRow,
      float[] c,
      int cStart,
      int cRow,
      int tiles,
      int depth) {
    for (int tile = 0; tile < tiles; tile++) {
      int a0 = aStart + tile * aTile;
      int c0 = cStart + tile * TILE_ROWS * cRow;
      switch (vectors) {
        case 3 -> tile4x3(a, a0, aRow, aColumn, b, bStart, bRow, c, c0, cRow, depth);
        case 2 -> tile4x2(a, a0, aRow, aColumn, b, bStart, bRow, c, c0, cRow, depth);
        default -> tile4x1(a, a0, aRow, aColumn, b, bStart, bRow, c, c0, cRow, depth);
      }
    }
  }

  /** Computes rows {@code [first, last)} of C one by one. */
  static void rows(
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
      int first,
      int last,
      int n,
      int depth) {
    for (int i = first; i < last; i++) {
      row(a, aStart + i * aRow, aColumn, b, bStart, bRow, c, cStart + i * cRow, n, depth);
    }
  }

  /** One row of C, in stripes of up to 12 vectors: the product of a vector with a matrix. */
  private static void row(
      float[] a,
      int aStart,
      int aColumn,
      float[] b,
      int bStart,
      int bRow,
      float[] c,
      int cStart,
      int n,
      int depth) {
    int j = 0;
    for (; j + 12 * WIDTH <= n; j += 12 * WIDTH) {
      stripe12(a, aStart, aColumn, b, bStart + j, bRow, c, cStart + j, depth);
    }
    for (; j + 8 * WIDTH <= n; j += 8 * WIDTH) {
      stripe8(a, aStart, aColumn, b, bStart + j, bRow, c, cStart + j, depth);
    }
    for (; j + 4 * WIDTH <= n; j += 4 * WIDTH) {
      stripe4(a, aStart, aColumn, b, bStart + j, bRow, c, cStart + j, depth);
    }
    for (; j + 2 * WIDTH <= n; j += 2 * WIDTH) {
      stripe2(a, aStart, aColumn, b, bStart + j, bRow, c, cStart + j, depth);
    }
    for (; j + WIDTH <= n; j += WIDTH) {
      stripe1(a, aStart, aColumn, b, bStart + j, bRow, c, cStart + j, depth);
    }
  }

  private static void tile4x3(
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow,
      int depth) {
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int c1 = c0 + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    FloatVector c00 = load(c, c0);
    FloatVector c01 = load(c, c0 + WIDTH);
    FloatVector c02 = load(c, c0 + 2 * WIDTH);
    FloatVector c10 = load(c, c1);
    FloatVector c11 = load(c, c1 + WIDTH);
    FloatVector c12 = load(c, c1 + 2 * WIDTH);
    FloatVector c20 = load(c, c2);
    FloatVector c21 = load(c, c2 + WIDTH);
    FloatVector c22 = load(c, c2 + 2 * WIDTH);
    FloatVector c30 = load(c, c3);
    FloatVector c31 = load(c, c3 + WIDTH);
    FloatVector c32 = load(c, c3 + 2 * WIDTH);
    for (int k = 0; k < depth; k++) {
      FloatVector b0k = load(b, b0);
      FloatVector b1k = load(b, b0 + WIDTH);
      FloatVector b2k = load(b, b0 + 2 * WIDTH);
      FloatVector ak = broadcast(a, a0);
      c00 = ak.fma(b0k, c00);
      c01 = ak.fma(b1k, c01);
      c02 = ak.fma(b2k, c02);
      ak = broadcast(a, a1);
      c10 = ak.fma(b0k, c10);
      c11 = ak.fma(b1k, c11);
      c12 = ak.fma(b2k, c12);
      ak = broadcast(a, a2);
      c20 = ak.fma(b0k, c20);
      c21 = ak.fma(b1k, c21);
      c22 = ak.fma(b2k, c22);
      ak = broadcast(a, a3);
      c30 = ak.fma(b0k, c30);
      c31 = ak.fma(b1k, c31);
      c32 = ak.fma(b2k, c32);
      a0 += aColumn;
      a1 += aColumn;
      a2 += aColumn;
      a3 += aColumn;
      b0 += bRow;
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + WIDTH);
    c02.intoArray(c, c0 + 2 * WIDTH);
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + WIDTH);
    c12.intoArray(c, c1 + 2 * WIDTH);
    c20.intoArray(c, c2);
    c21.intoArray(c, c2 + WIDTH);
    c22.intoArray(c, c2 + 2 * WIDTH);
    c30.intoArray(c, c3);
    c31.intoArray(c, c3 + WIDTH);
    c32.intoArray(c, c3 + 2 * WIDTH);
  }

  private static void tile4x2(
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow,
      int depth) {
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int c1 = c0 + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    FloatVector c00 = load(c, c0);
    FloatVector c01 = load(c, c0 + WIDTH);
    FloatVector c10 = load(c, c1);
    FloatVector c11 = load(c, c1 + WIDTH);
    FloatVector c20 = load(c, c2);
    FloatVector c21 = load(c, c2 + WIDTH);
    FloatVector c30 = load(c, c3);
    FloatVector c31 = load(c, c3 + WIDTH);
    for (int k = 0; k < depth; k++) {
      FloatVector b0k = load(b, b0);
      FloatVector b1k = load(b, b0 + WIDTH);
      FloatVector ak = broadcast(a, a0);
      c00 = ak.fma(b0k, c00);
      c01 = ak.fma(b1k, c01);
      ak = broadcast(a, a1);
      c10 = ak.fma(b0k, c10);
      c11 = ak.fma(b1k, c11);
      ak = broadcast(a, a2);
      c20 = ak.fma(b0k, c20);
      c21 = ak.fma(b1k, c21);
      ak = broadcast(a, a3);
      c30 = ak.fma(b0k, c30);
      c31 = ak.fma(b1k, c31);
      a0 += aColumn;
      a1 += aColumn;
      a2 += aColumn;
      a3 += aColumn;
      b0 += bRow;
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + WIDTH);
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + WIDTH);
    c20.intoArray(c, c2);
    c21.intoArray(c, c2 + WIDTH);
    c30.intoArray(c, c3);
    c31.intoArray(c, c3 + WIDTH);
  }

  private static void tile4x1(
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow,
      int depth) {
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int c1 = c0 + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    FloatVector c00 = load(c, c0);
    FloatVector c10 = load(c, c1);
    FloatVector c20 = load(c, c2);
    FloatVector c30 = load(c, c3);
    for (int k = 0; k < depth; k++) {
      FloatVector b0k = load(b, b0);
      FloatVector ak = broadcast(a, a0);
      c00 = ak.fma(b0k, c00);
      ak = broadcast(a, a1);
      c10 = ak.fma(b0k, c10);
      ak = broadcast(a, a2);
      c20 = ak.fma(b0k, c20);
      ak = broadcast(a, a3);
      c30 = ak.fma(b0k, c30);
      a0 += aColumn;
      a1 += aColumn;
      a2 += aColumn;
      a3 += aColumn;
      b0 += bRow;
    }
    c00.intoArray(c, c0);
    c10.intoArray(c, c1);
    c20.intoArray(c, c2);
    c30.intoArray(c, c3);
  }

  private static void stripe12(
      float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + WIDTH);
    FloatVector s2 = load(c, c0 + 2 * WIDTH);
    FloatVector s3 = load(c, c0 + 3 * WIDTH);
    FloatVector s4 = load(c, c0 + 4 * WIDTH);
    FloatVector s5 = load(c, c0 + 5 * WIDTH);
    FloatVector s6 = load(c, c0 + 6 * WIDTH);
    FloatVector s7 = load(c, c0 + 7 * WIDTH);
    FloatVector s8 = load(c, c0 + 8 * WIDTH);
    FloatVector s9 = load(c, c0 + 9 * WIDTH);
    FloatVector s10 = load(c, c0 + 10 * WIDTH);
    FloatVector s11 = load(c, c0 + 11 * WIDTH);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      s1 = ak.fma(load(b, b0 + WIDTH), s1);
      s2 = ak.fma(load(b, b0 + 2 * WIDTH), s2);
      s3 = ak.fma(load(b, b0 + 3 * WIDTH), s3);
      s4 = ak.fma(load(b, b0 + 4 * WIDTH), s4);
      s5 = ak.fma(load(b, b0 + 5 * WIDTH), s5);
      s6 = ak.fma(load(b, b0 + 6 * WIDTH), s6);
      s7 = ak.fma(load(b, b0 + 7 * WIDTH), s7);
      s8 = ak.fma(load(b, b0 + 8 * WIDTH), s8);
      s9 = ak.fma(load(b, b0 + 9 * WIDTH), s9);
      s10 = ak.fma(load(b, b0 + 10 * WIDTH), s10);
      s11 = ak.fma(load(b, b0 + 11 * WIDTH), s11);
      a0 += aColumn;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + WIDTH);
    s2.intoArray(c, c0 + 2 * WIDTH);
    s3.intoArray(c, c0 + 3 * WIDTH);
    s4.intoArray(c, c0 + 4 * WIDTH);
    s5.intoArray(c, c0 + 5 * WIDTH);
    s6.intoArray(c, c0 + 6 * WIDTH);
    s7.intoArray(c, c0 + 7 * WIDTH);
    s8.intoArray(c, c0 + 8 * WIDTH);
    s9.intoArray(c, c0 + 9 * WIDTH);
    s10.intoArray(c, c0 + 10 * WIDTH);
    s11.intoArray(c, c0 + 11 * WIDTH);
  }

  private static void stripe8(
      float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + WIDTH);
    FloatVector s2 = load(c, c0 + 2 * WIDTH);
    FloatVector s3 = load(c, c0 + 3 * WIDTH);
    FloatVector s4 = load(c, c0 + 4 * WIDTH);
    FloatVector s5 = load(c, c0 + 5 * WIDTH);
    FloatVector s6 = load(c, c0 + 6 * WIDTH);
    FloatVector s7 = load(c, c0 + 7 * WIDTH);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      s1 = ak.fma(load(b, b0 + WIDTH), s1);
      s2 = ak.fma(load(b, b0 + 2 * WIDTH), s2);
      s3 = ak.fma(load(b, b0 + 3 * WIDTH), s3);
      s4 = ak.fma(load(b, b0 + 4 * WIDTH), s4);
      s5 = ak.fma(load(b, b0 + 5 * WIDTH), s5);
      s6 = ak.fma(load(b, b0 + 6 * WIDTH), s6);
      s7 = ak.fma(load(b, b0 + 7 * WIDTH), s7);
      a0 += aColumn;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + WIDTH);
    s2.intoArray(c, c0 + 2 * WIDTH);
    s3.intoArray(c, c0 + 3 * WIDTH);
    s4.intoArray(c, c0 + 4 * WIDTH);
    s5.intoArray(c, c0 + 5 * WIDTH);
    s6.intoArray(c, c0 + 6 * WIDTH);
    s7.intoArray(c, c0 + 7 * WIDTH);
  }

  private static void stripe4(
      float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + WIDTH);
    FloatVector s2 = load(c, c0 + 2 * WIDTH);
    FloatVector s3 = load(c, c0 + 3 * WIDTH);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      s1 = ak.fma(load(b, b0 + WIDTH), s1);
      s2 = ak.fma(load(b, b0 + 2 * WIDTH), s2);
      s3 = ak.fma(load(b, b0 + 3 * WIDTH), s3);
      a0 += aColumn;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + WIDTH);
    s2.intoArray(c, c0 + 2 * WIDTH);
    s3.intoArray(c, c0 + 3 * WIDTH);
  }

  private static void stripe2(
      float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + WIDTH);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      s1 = ak.fma(load(b, b0 + WIDTH), s1);
      a0 += aColumn;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + WIDTH);
  }

  private static void stripe1(
      float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      a0 += aColumn;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
  }

  private static FloatVector load(float[] data, int index) {
    return FloatVector.fromArray(SPECIES, data, index);
  }

  private static FloatVector broadcast(float[] data, int index) {
    return FloatVector.broadcast(SPECIES, data[index]);
  }
}
