package io.github.rnnlab.model;

import io.github.rnnlab.parameter.Parameters;
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

  /** {@code gate[t] = W x[t] + b} for all rows at once, which are all known. */
  @Override
  public void forward(Backend backend, Parameters weights, Pass pass, int first, int last) {
    LayerState layer = pass.layers().get(0);
    List<Matrix> tables = weights.gates(weight);
    List<Matrix> gates = layer.recurrence().inputGates();
    for (int gate = 0; gate < tables.size(); gate++) {
      Matrix bias = layer.inputBiases().get(gate);
      backend.gatherRows(tables.get(gate), bias, pass.inputs(), gates.get(gate));
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
}
