package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.EXCHANGE_1;
import static io.github.rnnlab.tensor.VectorMath.EXCHANGE_2;
import static io.github.rnnlab.tensor.VectorMath.EXCHANGE_4;
import static io.github.rnnlab.tensor.VectorMath.EXCHANGE_8;
import static io.github.rnnlab.tensor.VectorMath.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies a matrix transposed, as many rows and columns at once as a vector has lanes.
 *
 * <p>In such a block, two rows that are one apart exchange every other number, which transposes
 * blocks of two by two. Then rows two apart exchange every other two, and so on, up to whole
 * vectors. Between two exchanges and the next two, the copy holds the numbers.
 */
final class VectorTransposition {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Lanes whose numbers have the lowest bit set, the next one, and so on. */
  private static final VectorMask<Float> BIT_0 = VectorMask.fromLong(SPECIES, 0xaaaa);

  private static final VectorMask<Float> BIT_1 = VectorMask.fromLong(SPECIES, 0xcccc);
  private static final VectorMask<Float> BIT_2 = VectorMask.fromLong(SPECIES, 0xf0f0);
  private static final VectorMask<Float> BIT_3 = VectorMask.fromLong(SPECIES, 0xff00);
  private static final VectorMask<Float> NO_BIT_0 = BIT_0.not();
  private static final VectorMask<Float> NO_BIT_1 = BIT_1.not();
  private static final VectorMask<Float> NO_BIT_2 = BIT_2.not();
  private static final VectorMask<Float> NO_BIT_3 = BIT_3.not();

  private VectorTransposition() {}

  /**
   * {@code to(j, i) = from(i, j)} for so many rows and columns of {@code from}, another array.
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
      copyBlock(from, start + first, stride, to, toStart + first * toStride, toStride);
    }
  }

  private static void copyBlock(
      float[] from, int start, int stride, float[] to, int toStart, int toStride) {
    if (LANES < 4) {
      copyFew(from, start, stride, to, toStart, toStride, LANES, LANES);
      return;
    }
    for (int i = 0; i < LANES; i += 4) {
      nearest(from, start + i * stride, stride, to, toStart + i * toStride, toStride);
    }
    if (LANES == 4) {
      return;
    }
    for (int i = 0; i < 4; i++) {
      int row = toStart + i * toStride;
      if (LANES == 8) {
        fourApart(to, row, 4 * toStride);
      } else {
        fourAndEightApart(to, row, 4 * toStride);
      }
    }
  }

  /**
   * Exchanges among four rows, which are one and two rows apart. {@link #fourAndEightApart} is the
   * same at other distances: with distances as arguments, JDK 25 takes twice as long.
   */
  private static void nearest(
      float[] from, int start, int stride, float[] to, int toStart, int toStride) {
    FloatVector a = load(from, start);
    FloatVector b = load(from, start + stride);
    FloatVector c = load(from, start + 2 * stride);
    FloatVector d = load(from, start + 3 * stride);
    FloatVector ab0 = a.blend(b.rearrange(EXCHANGE_1), BIT_0);
    FloatVector ab1 = b.blend(a.rearrange(EXCHANGE_1), NO_BIT_0);
    FloatVector cd0 = c.blend(d.rearrange(EXCHANGE_1), BIT_0);
    FloatVector cd1 = d.blend(c.rearrange(EXCHANGE_1), NO_BIT_0);
    ab0.blend(cd0.rearrange(EXCHANGE_2), BIT_1).intoArray(to, toStart);
    ab1.blend(cd1.rearrange(EXCHANGE_2), BIT_1).intoArray(to, toStart + toStride);
    cd0.blend(ab0.rearrange(EXCHANGE_2), NO_BIT_1).intoArray(to, toStart + 2 * toStride);
    cd1.blend(ab1.rearrange(EXCHANGE_2), NO_BIT_1).intoArray(to, toStart + 3 * toStride);
  }

  private static void fourApart(float[] rows, int start, int stride) {
    FloatVector a = load(rows, start);
    FloatVector b = load(rows, start + stride);
    a.blend(b.rearrange(EXCHANGE_4), BIT_2).intoArray(rows, start);
    b.blend(a.rearrange(EXCHANGE_4), NO_BIT_2).intoArray(rows, start + stride);
  }

  private static void fourAndEightApart(float[] rows, int start, int stride) {
    FloatVector a = load(rows, start);
    FloatVector b = load(rows, start + stride);
    FloatVector c = load(rows, start + 2 * stride);
    FloatVector d = load(rows, start + 3 * stride);
    FloatVector ab0 = a.blend(b.rearrange(EXCHANGE_4), BIT_2);
    FloatVector ab1 = b.blend(a.rearrange(EXCHANGE_4), NO_BIT_2);
    FloatVector cd0 = c.blend(d.rearrange(EXCHANGE_4), BIT_2);
    FloatVector cd1 = d.blend(c.rearrange(EXCHANGE_4), NO_BIT_2);
    ab0.blend(cd0.rearrange(EXCHANGE_8), BIT_3).intoArray(rows, start);
    ab1.blend(cd1.rearrange(EXCHANGE_8), BIT_3).intoArray(rows, start + stride);
    cd0.blend(ab0.rearrange(EXCHANGE_8), NO_BIT_3).intoArray(rows, start + 2 * stride);
    cd1.blend(ab1.rearrange(EXCHANGE_8), NO_BIT_3).intoArray(rows, start + 3 * stride);
  }
}
