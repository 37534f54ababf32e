package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.load;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of every product with more than a few rows: a tile of C, six rows by two
 * vectors, stays in registers while k ascends, two at a time.
 *
 * <p>Operands are copies, {@link VectorRows} and {@link VectorPanels}, with strides that the
 * compiler knows: so it moves the checks of all indices out of the loop, and one register reaches
 * all rows of A. A tile then takes little more than two instructions for each multiply-add, which
 * counts most on a core that is shared.
 *
 * <p>Twelve sums, two vectors of B and one or two numbers of A are what the 16 registers of x86
 * hold. The compiler would load many numbers at once, and spill; it may not past a fence between
 * two loads, which costs no instruction there. Other machines have 32 registers, and fences that
 * cost.
 */
final class VectorTile {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final boolean FEW_REGISTERS = System.getProperty("os.arch").equals("amd64");

  /** Rows of a tile. */
  static final int ROWS = 6;

  /** Columns of a tile; also from one row of B to the next. */
  static final int COLUMNS = 2 * LANES;

  /** The most k at once: what a tile reads of A and B fills a first-level cache. */
  static final int DEPTH = 192;

  /** From one row of A to the next: rows far from a multiple of 4096 bytes apart. */
  static final int ROW = DEPTH + HostMatrix.LANES;

  /**
   * What stands in A for a k that makes their number even. The product with {@link #FILLER_B} is
   * -0, which leaves every number as it is.
   */
  static final float FILLER_A = -0f;

  /** What stands in B for a k that makes their number even. */
  static final float FILLER_B = 1;

  private VectorTile() {}

  /**
   * {@code C += A B}; every element is one chain of fused multiply-adds over ascending k.
   *
   * @param a element (i, k) is {@code a[a0 + i * ROW + k]}
   * @param b element (k, j) is {@code b[b0 + k * COLUMNS + j]}
   * @param c element (i, j) is {@code c[c0 + i * cRow + j]}
   * @param depth how many k there are: an even number
   */
  static void multiply(
      float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth) {
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
    for (int k = 0; k < depth; k += 2) {
      FloatVector left = load(b, b0 + k * COLUMNS);
      FloatVector right = load(b, b0 + k * COLUMNS + LANES);
      FloatVector ak = broadcast(a, a0 + k);
      c00 = ak.fma(left, c00);
      c01 = ak.fma(right, c01);
      ak = broadcast(a, a0 + k + ROW);
      c10 = ak.fma(left, c10);
      c11 = ak.fma(right, c11);
      ak = broadcast(a, a0 + k + 2 * ROW);
      c20 = ak.fma(left, c20);
      c21 = ak.fma(right, c21);
      ak = broadcast(a, a0 + k + 3 * ROW);
      c30 = ak.fma(left, c30);
      c31 = ak.fma(right, c31);
      ak = broadcast(a, a0 + k + 4 * ROW);
      c40 = ak.fma(left, c40);
      c41 = ak.fma(right, c41);
      ak = broadcast(a, a0 + k + 5 * ROW);
      c50 = ak.fma(left, c50);
      c51 = ak.fma(right, c51);
      left = loadNext(b, b0 + k * COLUMNS + COLUMNS);
      right = load(b, b0 + k * COLUMNS + COLUMNS + LANES);
      ak = broadcast(a, a0 + k + 1);
      c00 = ak.fma(left, c00);
      c01 = ak.fma(right, c01);
      ak = broadcast(a, a0 + k + ROW + 1);
      c10 = ak.fma(left, c10);
      c11 = ak.fma(right, c11);
      ak = broadcast(a, a0 + k + 2 * ROW + 1);
      c20 = ak.fma(left, c20);
      c21 = ak.fma(right, c21);
      ak = broadcast(a, a0 + k + 3 * ROW + 1);
      c30 = ak.fma(left, c30);
      c31 = ak.fma(right, c31);
      ak = broadcast(a, a0 + k + 4 * ROW + 1);
      c40 = ak.fma(left, c40);
      c41 = ak.fma(right, c41);
      ak = broadcast(a, a0 + k + 5 * ROW + 1);
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

  /** The same for a tile of four rows. */
  static void multiplyFour(
      float[] a, int a0, float[] b, int b0, float[] c, int c0, int cRow, int depth) {
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
    for (int k = 0; k < depth; k += 2) {
      FloatVector left = load(b, b0 + k * COLUMNS);
      FloatVector right = load(b, b0 + k * COLUMNS + LANES);
      FloatVector ak = broadcast(a, a0 + k);
      c00 = ak.fma(left, c00);
      c01 = ak.fma(right, c01);
      ak = broadcast(a, a0 + k + ROW);
      c10 = ak.fma(left, c10);
      c11 = ak.fma(right, c11);
      ak = broadcast(a, a0 + k + 2 * ROW);
      c20 = ak.fma(left, c20);
      c21 = ak.fma(right, c21);
      ak = broadcast(a, a0 + k + 3 * ROW);
      c30 = ak.fma(left, c30);
      c31 = ak.fma(right, c31);
      left = loadNext(b, b0 + k * COLUMNS + COLUMNS);
      right = load(b, b0 + k * COLUMNS + COLUMNS + LANES);
      ak = broadcast(a, a0 + k + 1);
      c00 = ak.fma(left, c00);
      c01 = ak.fma(right, c01);
      ak = broadcast(a, a0 + k + ROW + 1);
      c10 = ak.fma(left, c10);
      c11 = ak.fma(right, c11);
      ak = broadcast(a, a0 + k + 2 * ROW + 1);
      c20 = ak.fma(left, c20);
      c21 = ak.fma(right, c21);
      ak = broadcast(a, a0 + k + 3 * ROW + 1);
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

  /** Loads no earlier than what was loaded before. */
  private static FloatVector loadNext(float[] data, int index) {
    fence();
    return load(data, index);
  }

  private static FloatVector broadcast(float[] data, int index) {
    fence();
    return FloatVector.broadcast(SPECIES, data[index]);
  }

  private static void fence() {
    if (FEW_REGISTERS) {
      VarHandle.loadLoadFence();
    }
  }
}
