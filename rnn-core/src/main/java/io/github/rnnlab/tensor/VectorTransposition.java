package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.EXCHANGE_4;
import static io.github.rnnlab.tensor.VectorMath.EXCHANGE_8;
import static io.github.rnnlab.tensor.VectorMath.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies numbers so that rows become columns, as many rows and columns at once as a vector has
 * lanes.
 *
 * <p>Of four rows, lane i of each four lanes comes from row i. A load that begins i numbers before
 * has it there already: so the vectors of four rows are blended, and hold a column of four numbers
 * in each four lanes. Vectors of more lanes then exchange these columns of four.
 */
final class VectorTransposition {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Lanes whose numbers have the lowest bit set, the next one, and so on. */
  private static final VectorMask<Float> BIT_0 = VectorMask.fromLong(SPECIES, 0xaaaa);

  private static final VectorMask<Float> BIT_1 = VectorMask.fromLong(SPECIES, 0xcccc);
  private static final VectorMask<Float> BIT_2 = VectorMask.fromLong(SPECIES, 0xf0f0);
  private static final VectorMask<Float> BIT_3 = VectorMask.fromLong(SPECIES, 0xff00);
  private static final VectorMask<Float> NO_BIT_2 = BIT_2.not();
  private static final VectorMask<Float> NO_BIT_3 = BIT_3.not();

  private VectorTransposition() {}

  /**
   * {@code to(j, i) = from(i, j)} for so many rows and columns of {@code from}.
   *
   * @param start where the first number is in {@code from}
   * @param stride from one row of {@code from} to the next
   * @param toStart where the first number goes
   * @param toStride from one row of {@code to} to the next
   */
  static void copy(
      float[] from,
      int start,
      int stride,
      float[] to,
      int toStart,
      int toStride,
      int rows,
      int columns) {
    if (rows < LANES || columns < LANES) {
      copyFew(from, start, stride, to, toStart, toStride, rows, columns);
      return;
    }
    for (int row = 0; row < rows; row += LANES) {
      // The last rows, and columns, may be copied twice.
      int i = Math.min(row, rows - LANES);
      copyLanes(from, start + i * stride, stride, to, toStart + i, toStride, columns);
    }
  }

  private static void copyFew(
      float[] from,
      int start,
      int stride,
      float[] to,
      int toStart,
      int toStride,
      int rows,
      int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        to[toStart + j * toStride + i] = from[start + i * stride + j];
      }
    }
  }

  private static void copyLanes(
      float[] from, int start, int stride, float[] to, int toStart, int toStride, int columns) {
    for (int column = 0; column < columns; column += LANES) {
      int first = Math.min(column, columns - LANES);
      for (int j = first; j < first + Math.min(LANES, 4); j++) {
        int source = start + j;
        int target = toStart + j * toStride;
        switch (LANES) {
          case 16 -> copySixteen(from, source, stride, to, target, toStride);
          case 8 -> copyEight(from, source, stride, to, target, toStride);
          case 4 -> four(from, source, stride).intoArray(to, target);
          default -> two(from, source, stride).intoArray(to, target);
        }
      }
    }
  }

  /** Copies every fourth column of sixteen. */
  private static void copySixteen(
      float[] from, int start, int stride, float[] to, int toStart, int toStride) {
    FloatVector a = four(from, start, stride);
    FloatVector b = four(from, start + 4 * stride, stride);
    FloatVector c = four(from, start + 8 * stride, stride);
    FloatVector d = four(from, start + 12 * stride, stride);
    FloatVector ab0 = a.blend(b.rearrange(EXCHANGE_4), BIT_2);
    FloatVector ab1 = b.blend(a.rearrange(EXCHANGE_4), NO_BIT_2);
    FloatVector cd0 = c.blend(d.rearrange(EXCHANGE_4), BIT_2);
    FloatVector cd1 = d.blend(c.rearrange(EXCHANGE_4), NO_BIT_2);
    ab0.blend(cd0.rearrange(EXCHANGE_8), BIT_3).intoArray(to, toStart);
    ab1.blend(cd1.rearrange(EXCHANGE_8), BIT_3).intoArray(to, toStart + 4 * toStride);
    cd0.blend(ab0.rearrange(EXCHANGE_8), NO_BIT_3).intoArray(to, toStart + 8 * toStride);
    cd1.blend(ab1.rearrange(EXCHANGE_8), NO_BIT_3).intoArray(to, toStart + 12 * toStride);
  }

  /** Copies every fourth column of eight. */
  private static void copyEight(
      float[] from, int start, int stride, float[] to, int toStart, int toStride) {
    FloatVector a = four(from, start, stride);
    FloatVector b = four(from, start + 4 * stride, stride);
    a.blend(b.rearrange(EXCHANGE_4), BIT_2).intoArray(to, toStart);
    b.blend(a.rearrange(EXCHANGE_4), NO_BIT_2).intoArray(to, toStart + 4 * toStride);
  }

  /** Returns every fourth column of four rows, from a column on. */
  private static FloatVector four(float[] from, int start, int stride) {
    FloatVector upper = two(from, start + 2 * (stride - 1), stride);
    return two(from, start, stride).blend(upper, BIT_1);
  }

  private static FloatVector two(float[] from, int start, int stride) {
    return load(from, start).blend(load(from, start + stride - 1), BIT_0);
  }
}
