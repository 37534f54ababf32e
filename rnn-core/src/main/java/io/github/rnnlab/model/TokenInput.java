package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import java.util.List;

/**
 * Reads tokens, the input of the first layer. The product of a weight with a one-hot column is a
 * column of the weight. A table holds it as a row, so each token is looked up there.
 */
final class TokenInput implements LayerInput {
  private final String weight;

  TokenInput(String weight) {
    this.weight = weight;
  }

  @Override
  public void begin(Backend backend, Parameters weights, Pass pass) {}

  /** {@code gate[t] = W x[t] + b} for all rows at once, which are all known. */
  @Override
  public void forward(Backend backend, Parameters weights, Pass pass, int first, int last) {
    LayerState layer = pass.layers().get(0);
    List<Matrix> tables = weights.gates(weight);
    for (int gate = 0; gate < tables.size(); gate++) {
      backend.gatherRows(
          tables.get(gate),
          layer.inputBiases().get(gate),
          pass.inputs(),
          layer.recurrence().inputGates().get(gate));
    }
  }

  /** {@code dW = sum over t of dgate[t] x[t]^T} */
  @Override
  public void backward(Backend backend, Parameters gradients, Pass pass, int first, int last) {
    List<Matrix> dGates = pass.layers().get(0).recurrence().dInputGates();
    List<Matrix> tables = gradients.gates(weight);
    for (int gate = 0; gate < tables.size(); gate++) {
      backend.scatterAddRows(dGates.get(gate), pass.inputs(), first, last, tables.get(gate));
    }
  }

  @Override
  public void beginBackward(Backend backend, Parameters weights, Pass pass) {}
}
