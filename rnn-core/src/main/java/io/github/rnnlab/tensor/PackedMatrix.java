package io.github.rnnlab.tensor;

/**
 * A copy of a matrix, or of its transpose, laid out as the products of its backend read a right
 * operand. Packed once, it serves many products; {@link Backend#pack} packs it anew after the
 * matrix has changed.
 *
 * <p>Any number of threads may multiply with it at once; a thread that packs it is alone with it.
 */
public interface PackedMatrix {
  /** Returns the number of rows, as the product counts them. */
  int rows();

  /** Returns the number of columns, as the product counts them. */
  int columns();
}
