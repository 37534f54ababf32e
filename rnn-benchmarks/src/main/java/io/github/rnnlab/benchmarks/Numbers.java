package io.github.rnnlab.benchmarks;

import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;

/** Random contents, the same in every run. */
final class Numbers {
  private Numbers() {}

  /** Allocates a matrix of normally distributed numbers. */
  static Matrix gaussian(Backend backend, int rows, int columns, double scale) {
    Matrix matrix = backend.allocate(rows, columns);
    fillGaussian(backend, matrix, scale);
    return matrix;
  }

  static void fillGaussian(Backend backend, Matrix matrix, double scale) {
    RandomStream stream = RandomStream.named(5, matrix.rows() + " x " + matrix.columns());
    float[] values = new float[matrix.rows() * matrix.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (stream.nextGaussian() * scale);
    }
    backend.write(values, matrix);
  }

  /** Returns evenly distributed ids in [0, end). */
  static int[] ids(int count, int end) {
    RandomStream stream = RandomStream.named(5, "ids");
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = (int) (stream.nextDouble() * end);
    }
    return ids;
  }
}
