package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What a layer of a pass hands to the next: the embedding or states, some of which may be dropped.
 * Symbols: N numbers at each step.
 *
 * @param place 0 for the embedding, l for layer l, counted from 1
 * @param values (T B, N), before dropout
 * @param gradients (T B, N), of the values
 * @param drop drops some of the values; null for none
 */
record Signal(int place, Matrix values, Matrix gradients, @Nullable Drop drop) {
  /**
   * Dropout of a signal.
   *
   * @param probability of each number
   * @param factors (T B, N), of the present step
   * @param rest (T B, N), the values times the factors
   */
  record Drop(double probability, Matrix factors, Matrix rest) {}

  static Signal of(Backend backend, int place, Matrix values, Matrix gradients, double p) {
    return new Signal(
        place,
        values,
        gradients,
        p == 0 ? null : new Drop(p, matrixLike(backend, values), matrixLike(backend, values)));
  }

  private static Matrix matrixLike(Backend backend, Matrix values) {
    return backend.allocate(values.rows(), values.columns());
  }

  /** Returns the numbers of a matrix of values. */
  int count() {
    return Math.multiplyExact(values.rows(), values.columns());
  }

  /** Returns rows {@code [first, last)} after dropout, once their values are known. */
  Matrix read(Backend backend, int first, int last) {
    int count = last - first;
    if (drop == null) {
      return values.rows(first, count);
    }
    Matrix rest = drop.rest.rows(first, count);
    backend.multiply(values.rows(first, count), drop.factors.rows(first, count), rest);
    return rest;
  }

  /** Returns rows {@code [first, last)}, which were read before. */
  Matrix asRead(int first, int last) {
    return (drop == null ? values : drop.rest).rows(first, last - first);
  }

  /** Turns the gradients of what was read, rows {@code [first, last)}, into those of the values. */
  void backward(Backend backend, int first, int last) {
    if (drop != null) {
      Matrix some = gradients.rows(first, last - first);
      backend.multiply(some, drop.factors.rows(first, last - first), some);
    }
  }
}
