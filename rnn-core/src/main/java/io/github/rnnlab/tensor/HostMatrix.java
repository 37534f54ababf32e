package io.github.rnnlab.tensor;

import java.util.Arrays;

/**
 * A matrix in a Java array. Rows are padded to a multiple of {@value #LANES} floats, and the first
 * starts {@value #LEAD} floats into the array: with 64-byte object alignment, every row then starts
 * on a cache line. The padding is zero before and after every operation, so kernels go over whole
 * rows and have no tails.
 */
final class HostMatrix implements Matrix {
  /** Floats in 64 bytes; also the number of logical lanes of a sum along a row. */
  static final int LANES = 16;

  /** Floats that fill up the 16 bytes of an array's header to 64. */
  static final int LEAD = 12;

  final float[] data;
  final int offset;
  final int rows;
  final int columns;
  final int stride;

  HostMatrix(float[] data, int offset, int rows, int columns) {
    this(data, offset, rows, columns, padded(columns));
  }

  private HostMatrix(float[] data, int offset, int rows, int columns, int stride) {
    this.data = data;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  static long padded(long columns) {
    return (columns + LANES - 1) / LANES * LANES;
  }

  static int padded(int columns) {
    return (columns + LANES - 1) / LANES * LANES;
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
  public HostMatrix rows(int first, int count) {
    if (first < 0 || count < 0 || first > rows - count) {
      throw new IllegalArgumentException(
          "no rows " + first + " to " + (first + count) + " in a matrix of " + rows);
    }
    return new HostMatrix(data, row(first), count, columns, stride);
  }

  /**
   * Returns the same rows from the last to the first, for operations that take them one by one. The
   * stride is negative, so it cannot serve as the width of a row.
   */
  HostMatrix descending() {
    return new HostMatrix(data, row(rows - 1), rows, columns, -stride);
  }

  float at(int row, int column) {
    return data[row(row) + column];
  }

  void set(int row, int column, float value) {
    data[row(row) + column] = value;
  }

  /** Sets the padding of a row to 0. */
  void clearPadding(int row) {
    Arrays.fill(data, row(row) + columns, row(row) + stride, 0);
  }

  int row(int index) {
    return offset + index * stride;
  }

  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
