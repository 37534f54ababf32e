package io.github.rnnlab.tensor;

import io.github.rnnlab.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One run of an operation on a backend: makes seeded operands and keeps the bits of results. */
final class Trial {
  final Backend backend;
  private final RandomStream random;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Integer> bits = new ArrayList<>();

  Trial(Backend backend, String name) {
    this.backend = backend;
    this.random = RandomStream.named(5, name);
  }

  Block block(Shape... shapes) {
    Block block = backend.allocate(shapes);
    blocks.add(block);
    return block;
  }

  Matrix zeros(int rows, int columns) {
    return block(new Shape(rows, columns)).matrices().get(0);
  }

  /** Returns a matrix of numbers of many sizes around a scale, some of them 0. */
  Matrix numbers(int rows, int columns, double scale) {
    Matrix matrix = zeros(rows, columns);
    fill(matrix, scale);
    return matrix;
  }

  void fill(Matrix matrix, double scale) {
    float[] numbers = new float[matrix.rows() * matrix.columns()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextDouble() < 0.03 ? 0 : (float) (scale * random.nextGaussian());
    }
    backend.write(numbers, matrix);
  }

  Ids ids(int count, int bound) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> (int) (random.nextDouble() * bound));
    Ids ids = backend.allocateIds(count);
    backend.write(numbers, ids);
    return ids;
  }

  /** Makes a recurrence whose states and gates are between -1 and 1, more or less. */
  Recurrence recurrence(Cell cell, int hidden, int batch, int time) {
    int rows = time * batch;
    boolean hasCells = cell.states() > 1;
    return new Recurrence(
        cell,
        batch,
        matrices(cell.gates(), hidden, hidden, 1 / Math.sqrt(hidden)),
        numbers(rows + batch, hidden, 0.5),
        matrices(cell.buffers(), rows, hidden, 0.5),
        zeros(rows, hidden),
        hasCells ? numbers(rows + batch, hidden, 0.5) : null,
        hasCells ? numbers(batch, hidden, 0.5) : null);
  }

  private List<Matrix> matrices(int count, int rows, int columns, double scale) {
    return Stream.generate(() -> numbers(rows, columns, scale)).limit(count).toList();
  }

  /** Keeps all that a recurrence, or its gradient, has written. */
  void keep(Recurrence recurrence) {
    keep(recurrence.hidden());
    keep(recurrence.dHidden());
    recurrence.gates().forEach(this::keep);
    if (recurrence.cells() != null) {
      keep(recurrence.cells());
    }
  }

  void keep(Losses losses) {
    for (double loss : ((HostLosses) losses).values) {
      keep(loss);
    }
    keep(backend.sum(0, losses));
  }

  void keep(Matrix matrix) {
    for (float number : read(backend, matrix)) {
      if (Float.isNaN(number)) {
        throw new IllegalStateException("a NaN has other bits on other machines");
      }
      bits.add(Float.floatToRawIntBits(number));
    }
  }

  void keep(double number) {
    bits.add((int) (Double.doubleToRawLongBits(number) >>> 32));
    bits.add((int) Double.doubleToRawLongBits(number));
  }

  int[] bits() {
    return bits.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns whether all that lies between rows and before the first is 0, operands included. */
  boolean hasZeroPadding() {
    return blocks.stream().flatMap(block -> block.matrices().stream()).allMatch(Trial::isPadded);
  }

  private static boolean isPadded(Matrix matrix) {
    HostMatrix host = (HostMatrix) matrix;
    boolean zero = true;
    for (int i = 0; i < HostMatrix.LEAD; i++) {
      zero &= host.data[i] == 0;
    }
    for (int row = 0; row < host.rows; row++) {
      for (int column = host.columns; column < host.stride; column++) {
        zero &= host.data[host.row(row) + column] == 0;
      }
    }
    return zero;
  }

  static float[] read(Backend backend, Matrix matrix) {
    float[] numbers = new float[matrix.rows() * matrix.columns()];
    backend.read(matrix, numbers);
    return numbers;
  }
}
