package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.broadcast;
import static io.github.rnnlab.tensor.VectorMath.load;
import static io.github.rnnlab.tensor.VectorMath.loadNext;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of products of one row or two: four vectors of each row of C stay in
 * registers while k ascends. B is a panel as wide as a {@linkplain Recurrence#GROUP group}, and is
 * read as fast as the second-level cache gives it.
 */
final class VectorStripe {
  private static final int LANES = VectorMath.SPECIES.length();

  /** From one row of B to the next. */
  private static final int ROW = Recurrence.GROUP;

  /** Columns of a stripe. */
  static final int COLUMNS = 4 * LANES;

  private VectorStripe() {}

  /**
   * {@code C += A B} for one row of A and C; every element is one chain of fused multiply-adds over
   * ascending k.
   *
   * @param a element k is {@code a[a0 + k]}
   * @param b element (k, j) is {@code b[b0 + k * GROUP + j]}
   * @param c element j is {@code c[c0 + j]}
   * @param depth how many k there are
   */
  static void multiplyOne(float[] a, int a0, float[] b, int b0, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + LANES);
    FloatVector s2 = load(c, c0 + 2 * LANES);
    FloatVector s3 = load(c, c0 + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0 + k);
      s0 = ak.fma(loadNext(b, b0 + k * ROW), s0);
      s1 = ak.fma(loadNext(b, b0 + k * ROW + LANES), s1);
      s2 = ak.fma(loadNext(b, b0 + k * ROW + 2 * LANES), s2);
      s3 = ak.fma(loadNext(b, b0 + k * ROW + 3 * LANES), s3);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + LANES);
    s2.intoArray(c, c0 + 2 * LANES);
    s3.intoArray(c, c0 + 3 * LANES);
  }

  /**
   * The same for two rows, which read B once.
   *
   * @param a1 where the second row of A begins
   * @param c1 where the second row of C begins
   */
  static void multiplyTwo(
      float[] a, int a0, int a1, float[] b, int b0, float[] c, int c0, int c1, int depth) {
    FloatVector c00 = load(c, c0);
    FloatVector c01 = load(c, c0 + LANES);
    FloatVector c02 = load(c, c0 + 2 * LANES);
    FloatVector c03 = load(c, c0 + 3 * LANES);
    FloatVector c10 = load(c, c1);
    FloatVector c11 = load(c, c1 + LANES);
    FloatVector c12 = load(c, c1 + 2 * LANES);
    FloatVector c13 = load(c, c1 + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector ak0 = broadcast(a, a0 + k);
      FloatVector ak1 = broadcast(a, a1 + k);
      FloatVector bk = loadNext(b, b0 + k * ROW);
      c00 = ak0.fma(bk, c00);
      c10 = ak1.fma(bk, c10);
      bk = loadNext(b, b0 + k * ROW + LANES);
      c01 = ak0.fma(bk, c01);
      c11 = ak1.fma(bk, c11);
      bk = loadNext(b, b0 + k * ROW + 2 * LANES);
      c02 = ak0.fma(bk, c02);
      c12 = ak1.fma(bk, c12);
      bk = loadNext(b, b0 + k * ROW + 3 * LANES);
      c03 = ak0.fma(bk, c03);
      c13 = ak1.fma(bk, c13);
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + LANES);
    c02.intoArray(c, c0 + 2 * LANES);
    c03.intoArray(c, c0 + 3 * LANES);
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + LANES);
    c12.intoArray(c, c1 + 2 * LANES);
    c13.intoArray(c, c1 + 3 * LANES);
  }

  /**
   * The same for two rows and as many k as a group has, and for the second row with another panel.
   * The two chains hide each other's latency. Rows of A and C lie in one array, and the number of k
   * is a constant: the compiler keeps surplus arguments in memory and reads them at every k.
   *
   * @param z holds the rows of A and C
   * @param d0 where the other panel begins
   * @param c2 where the row of C begins to which the product with the other panel is added
   */
  static void multiplyTwoAndOne(
      float[] z, int a0, int a1, float[] b, int b0, int d0, int c0, int c1, int c2) {
    FloatVector c00 = load(z, c0);
    FloatVector c01 = load(z, c0 + LANES);
    FloatVector c02 = load(z, c0 + 2 * LANES);
    FloatVector c03 = load(z, c0 + 3 * LANES);
    FloatVector c10 = load(z, c1);
    FloatVector c11 = load(z, c1 + LANES);
    FloatVector c12 = load(z, c1 + 2 * LANES);
    FloatVector c13 = load(z, c1 + 3 * LANES);
    FloatVector c20 = load(z, c2);
    FloatVector c21 = load(z, c2 + LANES);
    FloatVector c22 = load(z, c2 + 2 * LANES);
    FloatVector c23 = load(z, c2 + 3 * LANES);
    for (int k = 0; k < Recurrence.GROUP; k++) {
      FloatVector ak0 = broadcast(z, a0 + k);
      FloatVector ak1 = broadcast(z, a1 + k);
      FloatVector bk = loadNext(b, b0 + k * ROW);
      c00 = ak0.fma(bk, c00);
      c10 = ak1.fma(bk, c10);
      bk = loadNext(b, b0 + k * ROW + LANES);
      c01 = ak0.fma(bk, c01);
      c11 = ak1.fma(bk, c11);
      bk = loadNext(b, b0 + k * ROW + 2 * LANES);
      c02 = ak0.fma(bk, c02);
      c12 = ak1.fma(bk, c12);
      bk = loadNext(b, b0 + k * ROW + 3 * LANES);
      c03 = ak0.fma(bk, c03);
      c13 = ak1.fma(bk, c13);
      c20 = ak1.fma(loadNext(b, d0 + k * ROW), c20);
      c21 = ak1.fma(loadNext(b, d0 + k * ROW + LANES), c21);
      c22 = ak1.fma(loadNext(b, d0 + k * ROW + 2 * LANES), c22);
      c23 = ak1.fma(loadNext(b, d0 + k * ROW + 3 * LANES), c23);
    }
    c00.intoArray(z, c0);
    c01.intoArray(z, c0 + LANES);
    c02.intoArray(z, c0 + 2 * LANES);
    c03.intoArray(z, c0 + 3 * LANES);
    c10.intoArray(z, c1);
    c11.intoArray(z, c1 + LANES);
    c12.intoArray(z, c1 + 2 * LANES);
    c13.intoArray(z, c1 + 3 * LANES);
    c20.intoArray(z, c2);
    c21.intoArray(z, c2 + LANES);
    c22.intoArray(z, c2 + 2 * LANES);
    c23.intoArray(z, c2 + 3 * LANES);
  }
}
