package io.github.rnnlab.nd4j;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrices of one value, and rows and columns of ones. They share their numbers, which nobody may
 * change: ND4J adds a number to a matrix faster if it comes as a matrix.
 *
 * <p>One thread at a time may use it.
 */
final class Constants {
  private final Map<Float, INDArray> numbers = new TreeMap<>();
  private final Map<Integer, INDArray> rows = new TreeMap<>();
  private final Map<Integer, INDArray> columns = new TreeMap<>();

  /** Returns a matrix of a value. */
  INDArray matrix(float value, long rows, long columns) {
    long size = rows * columns;
    INDArray all = numbers.get(value);
    if (all == null || all.length() < size) {
      all = Nd4j.valueArrayOf(new long[] {1, size}, value, DataType.FLOAT);
      numbers.put(value, all);
    }
    return Nd4j.create(all.data(), new long[] {rows, columns}, new long[] {columns, 1}, 0, 'c');
  }

  /** Returns a row of so many ones. */
  INDArray rowOfOnes(int count) {
    INDArray row = rows.get(count);
    if (row == null) {
      row = matrix(1, 1, count);
      rows.put(count, row);
    }
    return row;
  }

  /** Returns a column of so many ones. */
  INDArray columnOfOnes(int count) {
    INDArray column = columns.get(count);
    if (column == null) {
      column = matrix(1, count, 1);
      columns.put(count, column);
    }
    return column;
  }
}
