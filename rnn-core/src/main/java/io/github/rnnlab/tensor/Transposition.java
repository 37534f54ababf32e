package io.github.rnnlab.tensor;

/** Copies numbers so that rows become columns. */
final class Transposition {
  private Transposition() {}

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
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      copyFour(from, start + i * stride, stride, to, toStart + i, toStride, columns);
    }
    for (; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        to[toStart + j * toStride + i] = from[start + i * stride + j];
      }
    }
  }

  private static void copyFour(
      float[] from, int start, int stride, float[] to, int toStart, int toStride, int columns) {
    for (int j = 0; j < columns; j++) {
      to[toStart] = from[start + j];
      to[toStart + 1] = from[start + stride + j];
      to[toStart + 2] = from[start + 2 * stride + j];
      to[toStart + 3] = from[start + 3 * stride + j];
      toStart += toStride;
    }
  }
}
