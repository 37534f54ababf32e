package io.github.rnnlab.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of every product with four rows or more: a tile of C, four rows by three
 * vectors, stays in registers while k ascends.
 *
 * <p>Twelve sums, three vectors of B and one number of A are all that the 16 registers of AVX2
 * hold. The numbers of A are reached by steps that the compiler does not know: the check of each
 * index keeps it from loading all four before it needs them, for which there is no register.
 */
final class VectorTile {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Rows of a tile. */
  static final int ROWS = 4;

  /** Columns of a tile. */
  static final int COLUMNS = 3 * LANES;

  private VectorTile() {}

  /**
   * {@code C += A B}; every element is one chain of fused multiply-adds over ascending k.
   *
   * @param a element (i, k) is {@code a[a0 + i * aRow + k * aColumn]}
   * @param b row k begins at {@code b0 + k * COLUMNS}
   * @param c row i begins at {@code c0 + i * cRow}
   */
  static void multiply(
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
    int twoRows = 2 * aRow;
    int threeRows = 3 * aRow;
    for (int k = 0; k < depth; k++) {
      FloatVector b0k = load(b, b0);
      FloatVector b1k = load(b, b0 + LANES);
      FloatVector b2k = load(b, b0 + 2 * LANES);
      FloatVector ak = broadcast(a, a0);
      c00 = ak.fma(b0k, c00);
      c01 = ak.fma(b1k, c01);
      c02 = ak.fma(b2k, c02);
      ak = broadcast(a, a0 + aRow);
      c10 = ak.fma(b0k, c10);
      c11 = ak.fma(b1k, c11);
      c12 = ak.fma(b2k, c12);
      ak = broadcast(a, a0 + twoRows);
      c20 = ak.fma(b0k, c20);
      c21 = ak.fma(b1k, c21);
      c22 = ak.fma(b2k, c22);
      ak = broadcast(a, a0 + threeRows);
      c30 = ak.fma(b0k, c30);
      c31 = ak.fma(b1k, c31);
      c32 = ak.fma(b2k, c32);
      a0 += aColumn;
      b0 += COLUMNS;
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

  private static FloatVector load(float[] data, int index) {
    return FloatVector.fromArray(SPECIES, data, index);
  }

  private static FloatVector broadcast(float[] data, int index) {
    return FloatVector.broadcast(SPECIES, data[index]);
  }
}
