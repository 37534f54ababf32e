package io.github.rnnlab.model;

import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Downstream;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Recurrence;
import java.util.List;

/**
 * A recurrent layer. It multiplies its input with the input weights, and a recurrence turns the
 * sums into states.
 *
 * <p>It has no state of its own, so any number of threads may use it at once, each with a backend
 * and a pass of its own.
 */
final class RecurrentLayer {
  private final ModelShape shape;
  private final int index;
  private final LayerInput input;

  /** Makes the layer of an index, counted from 0 at the tokens. */
  RecurrentLayer(ModelShape shape, int index) {
    this.shape = shape;
    this.index = index;
    String weight = shape.inputWeight(index);
    if (index > 0) {
      input = new DenseInput(index, weight);
    } else {
      input = shape.isEmbedded() ? new EmbeddedInput(weight) : new TokenInput(weight);
    }
  }

  /** Prepares {@link #read}: adds biases, and packs weights. */
  void begin(Backend backend, Parameters weights, Pass pass) {
    LayerState state = pass.layers().get(index);
    List<Matrix> sums = state.inputBiases();
    List<Matrix> inputBiases = weights.gates(shape.inputBias(index));
    for (int gate = 0; gate < sums.size(); gate++) {
      if (shape.isNotebook() || isCandidateOfGru(gate)) {
        backend.copy(inputBiases.get(gate), sums.get(gate));
      } else {
        Matrix recurrentBias = weights.gates(shape.recurrentBias(index)).get(gate);
        backend.add(inputBiases.get(gate), recurrentBias, sums.get(gate));
      }
    }
    input.begin(backend, weights, pass);
  }

  /** A GRU's reset gate scales the second bias of the candidate, but not the first. */
  private boolean isCandidateOfGru(int gate) {
    return shape.cell() == Cell.GRU && gate == shape.cell().gates() - 1;
  }

  /** Reads the input of rows {@code [first, last)}. */
  void read(Backend backend, Parameters weights, Pass pass, int first, int last) {
    input.forward(backend, weights, pass, first, last);
    if (shape.cell() == Cell.GRU) {
      List<Matrix> gates = pass.layers().get(index).recurrence().recurrentGates();
      int candidate = shape.cell().gates() - 1;
      backend.broadcastRow(
          weights.gates(shape.recurrentBias(index)).get(candidate),
          gates.get(candidate).rows(first, last - first));
    }
  }

  /** Takes all steps, after all input has been read. */
  void forward(Backend backend, Pass pass, Downstream downstream) {
    backend.recurrence(pass.layers().get(index).recurrence(), downstream);
  }

  /** Takes the error back through all steps, from the gradients of the states. */
  void backward(Backend backend, Pass pass, Downstream downstream) {
    backend.recurrenceGradient(pass.layers().get(index).recurrence(), downstream);
  }

  /** Prepares {@link #addGradients}. */
  void beginGradients(Backend backend, Parameters weights, Pass pass) {
    input.beginBackward(backend, weights, pass);
  }

  /**
   * Adds the share of rows {@code [first, last)} to the gradients, with h the states before and da
   * the gradients of the gates, and writes the gradients of the states below:
   *
   * <pre>
   *   dU = sum over t of da[t] h[t-1]^T      db = sum of da[t]
   * </pre>
   */
  void addGradients(Backend backend, Parameters gradients, Pass pass, int first, int last) {
    int count = last - first;
    Recurrence recurrence = pass.layers().get(index).recurrence();
    Matrix before = recurrence.statesBefore().rows(first, count);
    List<Matrix> dRecurrentGates = recurrence.dRecurrentGates();
    List<Matrix> dInputGates = recurrence.dInputGates();
    for (int gate = 0; gate < shape.cell().gates(); gate++) {
      Matrix dRecurrent = dRecurrentGates.get(gate).rows(first, count);
      Matrix dInput = dInputGates.get(gate).rows(first, count);
      backend.outerProducts(
          before, dRecurrent, gradients.gates(shape.recurrentWeight(index)).get(gate));
      backend.columnSums(dInput, gradients.gates(shape.inputBias(index)).get(gate));
      if (!shape.isNotebook()) {
        backend.columnSums(dRecurrent, gradients.gates(shape.recurrentBias(index)).get(gate));
      }
    }
    input.backward(backend, gradients, pass, first, last);
  }
}
