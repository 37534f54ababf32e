package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.broadcast;
import static io.github.rnnlab.tensor.VectorMath.load;
import static io.github.rnnlab.tensor.VectorMath.loadNext;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of products of one row or two: the vectors of C stay in registers while k
 * ascends. The panels of B, {@link VectorTile#COLUMNS} wide, are read in order, as fast as the
 * second-level cache gives them.
 */
final class VectorStripe {
  private static final int LANES = VectorMath.SPECIES.length();
  private static final int COLUMNS = VectorTile.COLUMNS;

  private VectorStripe() {}

  /**
   * {@code C += A B} for one row of A and C, and one panel; every element is one chain of fused
   * multiply-adds over ascending k.
   *
   * @param a element k is {@code a[a0 + k]}
   * @param b element (k, j) is {@code b[b0 + k * COLUMNS + j]}
   * @param c element j is {@code c[c0 + j]}
   * @param depth how many k there are
   */
  static void multiply(float[] a, int a0, float[] b, int b0, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0 + k);
      s0 = ak.fma(load(b, b0 + k * COLUMNS), s0);
      s1 = ak.fma(load(b, b0 + k * COLUMNS + LANES), s1);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + LANES);
  }

  /**
   * The same for two panels.
   *
   * @param b1 where the second panel begins
   */
  static void multiplyPair(
      float[] a, int a0, float[] b, int b0, int b1, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + LANES);
    FloatVector s2 = load(c, c0 + 2 * LANES);
    FloatVector s3 = load(c, c0 + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0 + k);
      s0 = ak.fma(load(b, b0 + k * COLUMNS), s0);
      s1 = ak.fma(load(b, b0 + k * COLUMNS + LANES), s1);
      s2 = ak.fma(load(b, b1 + k * COLUMNS), s2);
      s3 = ak.fma(load(b, b1 + k * COLUMNS + LANES), s3);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + LANES);
    s2.intoArray(c, c0 + 2 * LANES);
    s3.intoArray(c, c0 + 3 * LANES);
  }

  /**
   * The same for two rows, which read both panels once, and for an even number of k.
   *
   * @param a1 where the second row of A begins
   * @param c1 where the second row of C begins
   */
  static void multiplyPair(
      float[] a, int a0, int a1, float[] b, int b0, int b1, float[] c, int c0, int c1, int depth) {
    FloatVector c00 = load(c, c0);
    FloatVector c01 = load(c, c0 + LANES);
    FloatVector c02 = load(c, c0 + 2 * LANES);
    FloatVector c03 = load(c, c0 + 3 * LANES);
    FloatVector c10 = load(c, c1);
    FloatVector c11 = load(c, c1 + LANES);
    FloatVector c12 = load(c, c1 + 2 * LANES);
    FloatVector c13 = load(c, c1 + 3 * LANES);
    for (int k = 0; k < depth; k += 2) {
      FloatVector ak0 = broadcast(a, a0 + k);
      FloatVector ak1 = broadcast(a, a1 + k);
      FloatVector bk = loadNext(b, b0 + k * COLUMNS);
      c00 = ak0.fma(bk, c00);
      c10 = ak1.fma(bk, c10);
      bk = loadNext(b, b0 + k * COLUMNS + LANES);
      c01 = ak0.fma(bk, c01);
      c11 = ak1.fma(bk, c11);
      bk = loadNext(b, b1 + k * COLUMNS);
      c02 = ak0.fma(bk, c02);
      c12 = ak1.fma(bk, c12);
      bk = loadNext(b, b1 + k * COLUMNS + LANES);
      c03 = ak0.fma(bk, c03);
      c13 = ak1.fma(bk, c13);
      ak0 = broadcast(a, a0 + k + 1);
      ak1 = broadcast(a, a1 + k + 1);
      bk = loadNext(b, b0 + k * COLUMNS + COLUMNS);
      c00 = ak0.fma(bk, c00);
      c10 = ak1.fma(bk, c10);
      bk = loadNext(b, b0 + k * COLUMNS + COLUMNS + LANES);
      c01 = ak0.fma(bk, c01);
      c11 = ak1.fma(bk, c11);
      bk = loadNext(b, b1 + k * COLUMNS + COLUMNS);
      c02 = ak0.fma(bk, c02);
      c12 = ak1.fma(bk, c12);
      bk = loadNext(b, b1 + k * COLUMNS + COLUMNS + LANES);
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
}
