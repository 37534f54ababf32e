package io.github.rnnlab.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states of a recurrence once more, from the formulas of the papers: in doubles and plain
 * loops. It shares nothing with what it judges.
 */
final class CellReference {
  private final Cell cell;
  private final int batch;
  private final int units;
  private final int rows;
  private final List<double[]> weights = new ArrayList<>();
  private final List<double[]> sums = new ArrayList<>();
  private final double[] hidden;
  private final double @Nullable [] cells;

  /** Copies what a recurrence starts from. */
  CellReference(Backend backend, Recurrence recurrence) {
    cell = recurrence.cell();
    batch = recurrence.batch();
    units = recurrence.hidden().columns();
    rows = recurrence.rows();
    recurrence.weights().forEach(matrix -> weights.add(copy(backend, matrix)));
    if (cell == Cell.VANILLA) {
      sums.add(copy(backend, recurrence.statesAfter()));
    } else {
      recurrence.gates().forEach(matrix -> sums.add(copy(backend, matrix)));
    }
    hidden = copy(backend, recurrence.hidden());
    cells = recurrence.cells() == null ? null : copy(backend, recurrence.cells());
  }

  private static double[] copy(Backend backend, Matrix matrix) {
    float[] floats = Trial.read(backend, matrix);
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /** Returns the states after all steps. */
  double[] states() {
    double[] h = hidden.clone();
    double[] c = cells == null ? new double[0] : cells.clone();
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < units; j++) {
        int at = row * units + j;
        int next = (row + batch) * units + j;
        switch (cell) {
          case VANILLA -> h[next] = StrictMath.tanh(sum(0, 0, h, row, j));
          case GRU -> {
            double r = sigmoid(sum(0, 0, h, row, j));
            double z = sigmoid(sum(1, 1, h, row, j));
            double n = StrictMath.tanh(sums.get(2)[at] + r * sum(3, 2, h, row, j));
            h[next] = (1 - z) * n + z * h[at];
          }
          case LSTM -> {
            double i = sigmoid(sum(0, 0, h, row, j));
            double f = sigmoid(sum(1, 1, h, row, j));
            double g = StrictMath.tanh(sum(2, 2, h, row, j));
            double o = sigmoid(sum(3, 3, h, row, j));
            c[next] = f * c[at] + i * g;
            h[next] = o * StrictMath.tanh(c[next]);
          }
        }
      }
    }
    double[] after = new double[rows * units];
    System.arraycopy(h, batch * units, after, 0, after.length);
    return after;
  }

  /** Returns the states if a number that reaches a gate from outside is larger by some. */
  double[] statesWith(int gate, int index, double change) {
    double[] numbers = sums.get(gate);
    double kept = numbers[index];
    numbers[index] = kept + change;
    double[] states = states();
    numbers[index] = kept;
    return states;
  }

  /** What reaches column j of a gate from outside and, through a weight, from the former state. */
  private double sum(int gate, int weight, double[] h, int row, int j) {
    double sum = sums.get(gate)[row * units + j];
    for (int k = 0; k < units; k++) {
      sum += h[row * units + k] * weights.get(weight)[k * units + j];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}
