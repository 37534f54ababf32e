package io.github.rnnlab.tensor;

import java.util.List;

/**
 * One step of a recurrence, in plain Java: the definition of a cell, and the oracle of its kernels.
 * Rows are those of the gates: row {@code t B + b} is step t of sequence b.
 */
abstract class Step {
  final Recurrence recurrence;
  final int batch;
  final int units;
  final HostMatrix hidden;
  final HostMatrix dHidden;

  Step(Recurrence recurrence) {
    this.recurrence = recurrence;
    batch = recurrence.batch();
    units = recurrence.hidden().columns();
    hidden = (HostMatrix) recurrence.hidden();
    dHidden = (HostMatrix) recurrence.dHidden();
  }

  /** Returns the step of a recurrence's cell. */
  static Step of(Recurrence recurrence) {
    return switch (recurrence.cell()) {
      case VANILLA -> new VanillaStep(recurrence);
      case GRU -> new GruStep(recurrence);
      case LSTM -> new LstmStep(recurrence);
    };
  }

  /** Turns a row of gates, which hold all sums, into the state after this step. */
  abstract void forward(int row);

  /**
   * Turns the gradient of the state after this step, a row of {@code dHidden}, into the gradients
   * of the row's gates, and adds the direct term of the former state, which bypasses the weights,
   * to its row of {@code dHidden}.
   */
  abstract void backward(int row);

  /** Takes all steps: {@code gates[t] += h[t-1] weights}, then {@link #forward}. */
  final void forward() {
    List<Matrix> gates = recurrence.recurrentGates();
    for (int t = 0; t < recurrence.steps(); t++) {
      for (int row = t * batch; row < (t + 1) * batch; row++) {
        for (int gate = 0; gate < gates.size(); gate++) {
          addProduct(hidden, row, weights(gate), false, (HostMatrix) gates.get(gate), row, t);
        }
        forward(row);
      }
    }
  }

  /**
   * Takes all steps from the last to the first: {@code dh[t] += dgates[t+1] weights^T}, gate by
   * gate, then {@link #backward}.
   */
  final void backward() {
    List<Matrix> dGates = recurrence.dRecurrentGates();
    int last = recurrence.steps() - 1;
    for (int t = last; t >= 0; t--) {
      for (int row = t * batch; row < (t + 1) * batch; row++) {
        for (int gate = 0; gate < dGates.size() && t < last; gate++) {
          HostMatrix later = (HostMatrix) dGates.get(gate);
          addProduct(later, row + batch, weights(gate), true, dHidden, row, last - t - 1);
        }
        backward(row);
      }
    }
  }

  private HostMatrix weights(int gate) {
    return (HostMatrix) recurrence.weights().get(gate);
  }

  /** {@code sums[to] += rows[from] weights}, or with the transposed weights. */
  private void addProduct(
      HostMatrix rows,
      int from,
      HostMatrix weights,
      boolean transpose,
      HostMatrix sums,
      int to,
      int step) {
    for (int j = 0; j < units; j++) {
      float sum = sums.at(to, j);
      int first = recurrence.firstK(step, j);
      for (int n = 0; n < units; n++) {
        int k = (first + n) % units;
        float weight = transpose ? weights.at(j, k) : weights.at(k, j);
        sum = Math.fma(rows.at(from, k), weight, sum);
      }
      sums.set(to, j, sum);
    }
  }
}
