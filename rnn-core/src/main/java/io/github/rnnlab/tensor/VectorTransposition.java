package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies numbers so that rows become columns, as many rows at once as a vector has lanes.
 *
 * <p>Lane i of a vector to store comes from row i. A load that begins i numbers before has it in
 * lane i already: so the vectors of all rows are blended, and no number moves from lane to lane,
 * which JDK 17 does slowly.
 */
final class VectorTransposition {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Lanes whose numbers have the lowest bit set, the next one, and so on. */
  private static final VectorMask<Float> BIT_0 = VectorMask.fromLong(SPECIES, 0xaaaa);

  private static final VectorMask<Float> BIT_1 = VectorMask.fromLong(SPECIES, 0xcccc);
  private static final VectorMask<Float> BIT_2 = VectorMask.fromLong(SPECIES, 0xf0f0);
  private static final VectorMask<Float> BIT_3 = VectorMask.fromLong(SPECIES, 0xff00);

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
    if (rows < LANES) {
      copyFew(from, start, stride, to, toStart, toStride, rows, columns);
      return;
    }
    for (int row = 0; row < rows; row += LANES) {
      // The last rows may be copied twice.
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
    int step = stride - 1;
    for (int j = 0; j < columns; j++) {
      blend(from, start + j, step).intoArray(to, toStart);
      toStart += toStride;
    }
  }

  /** Returns lane i of the vector that begins at {@code start + i * step}, for all i. */
  private static FloatVector blend(float[] from, int start, int step) {
    return switch (LANES) {
      case 16 -> eight(from, start, step).blend(eight(from, start + 8 * step, step), BIT_3);
      case 8 -> eight(from, start, step);
      case 4 -> four(from, start, step);
      default -> two(from, start, step);
    };
  }

  private static FloatVector eight(float[] from, int start, int step) {
    return four(from, start, step).blend(four(from, start + 4 * step, step), BIT_2);
  }

  private static FloatVector four(float[] from, int start, int step) {
    return two(from, start, step).blend(two(from, start + 2 * step, step), BIT_1);
  }

  private static FloatVector two(float[] from, int start, int step) {
    return load(from, start).blend(load(from, start + step), BIT_0);
  }
}
