package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A copy of some columns of a matrix, for many products of one or two rows with it: cut into panels
 * as wide as registers can accumulate, each stored row after row, so that a product reads memory in
 * order.
 */
final class VectorStripes {
  /** Numbers in a full panel: 12 accumulators of 8 lanes. */
  private static final int WIDTH = 96;

  private static final int LANES = HostMatrix.LANES;
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int VECTOR = SPECIES.length();

  private float[] data = new float[0];
  private int depth;
  private int columns;
  private int panels;

  /**
   * Copies columns {@code [from, to)} of a matrix, or of its transpose; both bounds are multiples
   * of {@value HostMatrix#LANES} within the padded columns.
   */
  void pack(HostMatrix matrix, boolean transpose, int from, int to) {
    depth = transpose ? matrix.columns : matrix.rows;
    columns = to - from;
    panels = (columns + WIDTH - 1) / WIDTH;
    int size = HostMatrix.LEAD + depth * columns;
    if (data.length < size) {
      data = new float[size];
    }
    for (int panel = 0; panel < panels; panel++) {
      int first = first(panel);
      int width = first(panel + 1) - first;
      int start = HostMatrix.LEAD + depth * first;
      if (transpose) {
        int present = Math.min(width, matrix.rows - from - first);
        if (present < width) {
          Arrays.fill(data, start, start + depth * width, 0);
        }
        int from0 = matrix.row(from + first);
        VectorTransposition.copy(
            matrix.data, from0, matrix.stride, data, start, width, present, depth);
      } else {
        for (int k = 0; k < depth; k++) {
          System.arraycopy(
              matrix.data, matrix.row(k) + from + first, data, start + k * width, width);
        }
      }
    }
  }

  /**
   * {@code c += a} times the packed columns, for k of {@code [from, to)}; {@code cStart} is where
   * the first column falls in the first row of c.
   */
  void multiply(
      float[] a,
      int aStart,
      int aRow,
      int from,
      int to,
      float[] c,
      int cStart,
      int cRow,
      int rows) {
    for (int panel = 0; panel < panels; panel++) {
      int first = first(panel);
      int width = first(panel + 1) - first;
      int start = HostMatrix.LEAD + depth * first + from * width;
      for (int i = 0; i < rows; i++) {
        row(a, aStart + i * aRow + from, start, width, c, cStart + i * cRow + first, to - from);
      }
    }
  }

  private int first(int panel) {
    return ThreadTeam.share(panel, panels, columns / LANES) * LANES;
  }

  /** One row of C, in stripes of up to 12 vectors: the product of a vector with a panel. */
  private void row(float[] a, int aStart, int start, int width, float[] c, int cStart, int depth) {
    int j = 0;
    for (; j + 12 * VECTOR <= width; j += 12 * VECTOR) {
      stripe12(a, aStart, data, start + j, width, c, cStart + j, depth);
    }
    for (; j + 8 * VECTOR <= width; j += 8 * VECTOR) {
      stripe8(a, aStart, data, start + j, width, c, cStart + j, depth);
    }
    for (; j + 4 * VECTOR <= width; j += 4 * VECTOR) {
      stripe4(a, aStart, data, start + j, width, c, cStart + j, depth);
    }
    for (; j + 2 * VECTOR <= width; j += 2 * VECTOR) {
      stripe2(a, aStart, data, start + j, width, c, cStart + j, depth);
    }
    for (; j + VECTOR <= width; j += VECTOR) {
      stripe1(a, aStart, data, start + j, width, c, cStart + j, depth);
    }
  }

  private static void stripe12(
      float[] a, int a0, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + VECTOR);
    FloatVector s2 = load(c, c0 + 2 * VECTOR);
    FloatVector s3 = load(c, c0 + 3 * VECTOR);
    FloatVector s4 = load(c, c0 + 4 * VECTOR);
    FloatVector s5 = load(c, c0 + 5 * VECTOR);
    FloatVector s6 = load(c, c0 + 6 * VECTOR);
    FloatVector s7 = load(c, c0 + 7 * VECTOR);
    FloatVector s8 = load(c, c0 + 8 * VECTOR);
    FloatVector s9 = load(c, c0 + 9 * VECTOR);
    FloatVector s10 = load(c, c0 + 10 * VECTOR);
    FloatVector s11 = load(c, c0 + 11 * VECTOR);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      s1 = ak.fma(load(b, b0 + VECTOR), s1);
      s2 = ak.fma(load(b, b0 + 2 * VECTOR), s2);
      s3 = ak.fma(load(b, b0 + 3 * VECTOR), s3);
      s4 = ak.fma(load(b, b0 + 4 * VECTOR), s4);
      s5 = ak.fma(load(b, b0 + 5 * VECTOR), s5);
      s6 = ak.fma(load(b, b0 + 6 * VECTOR), s6);
      s7 = ak.fma(load(b, b0 + 7 * VECTOR), s7);
      s8 = ak.fma(load(b, b0 + 8 * VECTOR), s8);
      s9 = ak.fma(load(b, b0 + 9 * VECTOR), s9);
      s10 = ak.fma(load(b, b0 + 10 * VECTOR), s10);
      s11 = ak.fma(load(b, b0 + 11 * VECTOR), s11);
      a0++;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + VECTOR);
    s2.intoArray(c, c0 + 2 * VECTOR);
    s3.intoArray(c, c0 + 3 * VECTOR);
    s4.intoArray(c, c0 + 4 * VECTOR);
    s5.intoArray(c, c0 + 5 * VECTOR);
    s6.intoArray(c, c0 + 6 * VECTOR);
    s7.intoArray(c, c0 + 7 * VECTOR);
    s8.intoArray(c, c0 + 8 * VECTOR);
    s9.intoArray(c, c0 + 9 * VECTOR);
    s10.intoArray(c, c0 + 10 * VECTOR);
    s11.intoArray(c, c0 + 11 * VECTOR);
  }

  private static void stripe8(
      float[] a, int a0, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + VECTOR);
    FloatVector s2 = load(c, c0 + 2 * VECTOR);
    FloatVector s3 = load(c, c0 + 3 * VECTOR);
    FloatVector s4 = load(c, c0 + 4 * VECTOR);
    FloatVector s5 = load(c, c0 + 5 * VECTOR);
    FloatVector s6 = load(c, c0 + 6 * VECTOR);
    FloatVector s7 = load(c, c0 + 7 * VECTOR);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      s1 = ak.fma(load(b, b0 + VECTOR), s1);
      s2 = ak.fma(load(b, b0 + 2 * VECTOR), s2);
      s3 = ak.fma(load(b, b0 + 3 * VECTOR), s3);
      s4 = ak.fma(load(b, b0 + 4 * VECTOR), s4);
      s5 = ak.fma(load(b, b0 + 5 * VECTOR), s5);
      s6 = ak.fma(load(b, b0 + 6 * VECTOR), s6);
      s7 = ak.fma(load(b, b0 + 7 * VECTOR), s7);
      a0++;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + VECTOR);
    s2.intoArray(c, c0 + 2 * VECTOR);
    s3.intoArray(c, c0 + 3 * VECTOR);
    s4.intoArray(c, c0 + 4 * VECTOR);
    s5.intoArray(c, c0 + 5 * VECTOR);
    s6.intoArray(c, c0 + 6 * VECTOR);
    s7.intoArray(c, c0 + 7 * VECTOR);
  }

  private static void stripe4(
      float[] a, int a0, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + VECTOR);
    FloatVector s2 = load(c, c0 + 2 * VECTOR);
    FloatVector s3 = load(c, c0 + 3 * VECTOR);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      s1 = ak.fma(load(b, b0 + VECTOR), s1);
      s2 = ak.fma(load(b, b0 + 2 * VECTOR), s2);
      s3 = ak.fma(load(b, b0 + 3 * VECTOR), s3);
      a0++;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + VECTOR);
    s2.intoArray(c, c0 + 2 * VECTOR);
    s3.intoArray(c, c0 + 3 * VECTOR);
  }

  private static void stripe2(
      float[] a, int a0, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    FloatVector s1 = load(c, c0 + VECTOR);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      s1 = ak.fma(load(b, b0 + VECTOR), s1);
      a0++;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + VECTOR);
  }

  private static void stripe1(
      float[] a, int a0, float[] b, int b0, int bRow, float[] c, int c0, int depth) {
    FloatVector s0 = load(c, c0);
    for (int k = 0; k < depth; k++) {
      FloatVector ak = broadcast(a, a0);
      s0 = ak.fma(load(b, b0), s0);
      a0++;
      b0 += bRow;
    }
    s0.intoArray(c, c0);
  }

  private static FloatVector broadcast(float[] data, int index) {
    return FloatVector.broadcast(SPECIES, data[index]);
  }
}
