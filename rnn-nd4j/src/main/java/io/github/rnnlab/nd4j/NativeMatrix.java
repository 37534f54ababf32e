package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix in a stretch of an array of ND4J, row by row without gaps. It keeps its views, because
 * making one takes 15 microseconds, and a model asks for the same few all the time.
 */
final class NativeMatrix implements Matrix {
  private final INDArray block;
  private final HostMemory host;
  private final long offset;
  private final int rows;
  private final int columns;
  private final List<View> views = new ArrayList<>();
  private @Nullable INDArray array;
  private @Nullable INDArray vector;

  private record View(int first, int count, NativeMatrix matrix) {}

  /**
   * Makes a matrix.
   *
   * @param host the memory of the block
   * @param offset of the first number in the block
   */
  NativeMatrix(INDArray block, HostMemory host, long offset, int rows, int columns) {
    this.block = block;
    this.host = host;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public NativeMatrix rows(int first, int count) {
    if (first < 0 || count < 0 || first > rows - count) {
      throw new IllegalArgumentException(
          "no rows " + first + " to " + (first + count) + " in a matrix of " + rows);
    }
    if (count == rows) {
      return this;
    }
    synchronized (views) {
      for (int i = 0; i < views.size(); i++) {
        View view = views.get(i);
        if (view.first == first && view.count == count) {
          return view.matrix;
        }
      }
      long start = offset + (long) first * columns;
      NativeMatrix matrix = new NativeMatrix(block, host, start, count, columns);
      views.add(new View(first, count, matrix));
      return matrix;
    }
  }

  boolean isEmpty() {
    return rows == 0 || columns == 0;
  }

  /** Returns the array of a matrix that is not empty, (rows, columns). */
  INDArray array() {
    synchronized (views) {
      if (array == null) {
        array = array(0, rows);
      }
      return array;
    }
  }

  /** Returns some rows as a new array, (count, columns). */
  INDArray array(int first, int count) {
    return Nd4j.create(
        block.data(),
        new long[] {count, columns},
        new long[] {columns, 1},
        offset + (long) first * columns,
        'c');
  }

  /** Returns all numbers, row by row, as an array of one dimension. */
  INDArray vector() {
    synchronized (views) {
      if (vector == null) {
        long size = (long) rows * columns;
        vector = Nd4j.create(block.data(), new long[] {size}, new long[] {1}, offset, 'c');
      }
      return vector;
    }
  }

  /** Copies numbers to the matrix. */
  void write(float[] numbers) {
    host.write(numbers, offset, rows * columns);
  }

  /** Copies the matrix to an array. */
  void read(float[] numbers) {
    host.read(offset, numbers, rows * columns);
  }

  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
