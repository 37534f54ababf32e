package io.github.rnnlab.model;

import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.PackedMatrix;
import java.util.List;

/** Reads what the layer below hands up: its states, or the embedding. */
final class DenseInput implements LayerInput {
  private final int layer;
  private final String weight;

  DenseInput(int layer, String weight) {
    this.layer = layer;
    this.weight = weight;
  }

  @Override
  public void begin(Backend backend, Parameters weights, Pass pass) {
    pack(backend, weights, true, pass.layers().get(layer).inputWeights());
  }

  /** {@code gate[t] = W x[t] + b}, with x[t] what the layer below hands up. */
  @Override
  public void forward(Backend backend, Parameters weights, Pass pass, int first, int last) {
    LayerState state = pass.layers().get(layer);
    Matrix inputs = pass.below(layer).read(backend, first, last);
    List<Matrix> gates = state.recurrence().inputGates();
    for (int gate = 0; gate < gates.size(); gate++) {
      Matrix sums = gates.get(gate).rows(first, last - first);
      backend.broadcastRow(state.inputBiases().get(gate), sums);
      backend.gemm(inputs, state.inputWeights().get(gate), sums);
    }
  }

  @Override
  public void beginBackward(Backend backend, Parameters weights, Pass pass) {
    pack(backend, weights, false, pass.layers().get(layer).transposedInputWeights());
  }

  /**
   * {@code dW = sum over t of dgate[t] x[t]^T}, and {@code dx[t]}, the sum of {@code W^T dgate[t]}
   * over the gates.
   */
  @Override
  public void backward(Backend backend, Parameters gradients, Pass pass, int first, int last) {
    int count = last - first;
    LayerState state = pass.layers().get(layer);
    Signal below = pass.below(layer);
    Matrix inputs = below.asRead(first, last);
    Matrix dInputs = below.gradients().rows(first, count);
    backend.fill(dInputs, 0);
    List<Matrix> dGates = state.recurrence().dInputGates();
    for (int gate = 0; gate < dGates.size(); gate++) {
      Matrix dSums = dGates.get(gate).rows(first, count);
      backend.gemm(dSums, state.transposedInputWeights().get(gate), dInputs);
      backend.outerProducts(dSums, inputs, gradients.gates(weight).get(gate));
    }
    below.backward(backend, first, last);
  }

  private void pack(
      Backend backend, Parameters weights, boolean transposed, List<PackedMatrix> packed) {
    for (int gate = 0; gate < packed.size(); gate++) {
      backend.pack(weights.gates(weight).get(gate), transposed, packed.get(gate));
    }
  }
}
