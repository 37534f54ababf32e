package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.Block;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrices in one array of ND4J, outside the Java heap. Each starts on a cache line. What lies
 * between them is 0 and stays so. The memory is free again some time after the block is
 * unreachable.
 */
final class NativeBlock implements Block {
  /** Floats in a cache line of 64 bytes. */
  private static final int LINE = 16;

  /** All numbers, with those between the matrices, (1, n). */
  final NativeMatrix all;

  private final List<Matrix> matrices;

  NativeBlock(Shape... shapes) {
    long size = 0;
    for (Shape shape : shapes) {
      size += padded(shape);
    }
    if (size > Pointer.totalPhysicalBytes() / Float.BYTES) {
      throw new IllegalArgumentException(
          size
              + " numbers do not fit into this machine's memory; make the model, the batch or the"
              + " windows smaller");
    }
    INDArray numbers = Nd4j.create(DataType.FLOAT, 1, Math.max(LINE, size));
    HostMemory host = new HostMemory(numbers);
    all = new NativeMatrix(numbers, host, 0, 1, Math.toIntExact(numbers.length()));
    List<Matrix> views = new ArrayList<>();
    long offset = 0;
    for (Shape shape : shapes) {
      views.add(new NativeMatrix(numbers, host, offset, shape.rows(), shape.columns()));
      offset += padded(shape);
    }
    matrices = List.copyOf(views);
  }

  private static long padded(Shape shape) {
    return (shape.size() + LINE - 1) / LINE * LINE;
  }

  @Override
  public List<Matrix> matrices() {
    return matrices;
  }
}
