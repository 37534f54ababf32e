package io.github.rnnlab.tensor;

/**
 * A copy of a matrix, or of its transpose, in the layout in which the products of a backend read a
 * right operand. Packed once, it serves many products. Pack it again with {@link Backend#pack}
 * after the matrix has changed.
 *
 * <p>Any number of threads may multiply with it at once; a thread that packs it must be alone with
 * it.
 */
public interface PackedMatrix {
  /** Returns the number of rows of the right operand. */
  int rows();

  /** Returns the number of columns of the right operand. */
  int columns();
}
