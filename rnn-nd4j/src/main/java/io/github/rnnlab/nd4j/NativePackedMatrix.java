package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.PackedMatrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A copy of a right operand as it is, or of the matrix whose transpose it is: the libraries below
 * lay out operands themselves.
 */
final class NativePackedMatrix implements PackedMatrix {
  private final NativeMatrix straight;
  private final NativeMatrix turned;
  private boolean transposed;

  NativePackedMatrix(int rows, int columns) {
    INDArray numbers = Nd4j.create(DataType.FLOAT, 1, (long) rows * columns);
    HostMemory host = new HostMemory(numbers);
    straight = new NativeMatrix(numbers, host, 0, rows, columns);
    turned = new NativeMatrix(numbers, host, 0, columns, rows);
  }

  @Override
  public int rows() {
    return straight.rows();
  }

  @Override
  public int columns() {
    return straight.columns();
  }

  /** Returns whether the copy is that of a matrix whose transpose is the operand. */
  boolean isTransposed() {
    return transposed;
  }

  /** Says of which the next copy is. */
  void turn(boolean isTransposed) {
    transposed = isTransposed;
  }

  /** Returns the copy: (rows, columns), or, if it is transposed, (columns, rows). */
  NativeMatrix copy() {
    return transposed ? turned : straight;
  }
}
