package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.PackedMatrix;
import io.github.rnnlab.tensor.Recurrence;
import java.util.List;

/** Reads the states of the layer below. */
final class DenseInput implements LayerInput {
  private final int layer;
  private final String weight;

  DenseInput(int layer, String weight) {
    this.layer = layer;
    this.weight = weight;
  }

  @Override
  public void begin(Backend backend, Parameters weights, Pass pass) {
    pack(backend, weights, pass, true);
  }

  /** {@code gate[t] = W x[t] + b}, with x[t] the state of the layer below. */
  @Override
  public void forward(Backend backend, Parameters weights, Pass pass, int first, int last) {
    LayerState state = pass.layers().get(layer);
    Matrix below = pass.layers().get(layer - 1).recurrence().statesAfter();
    Matrix inputs = below.rows(first, last - first);
    List<Matrix> gates = state.recurrence().inputGates();
    for (int gate = 0; gate < gates.size(); gate++) {
      Matrix sums = gates.get(gate).rows(first, last - first);
      backend.broadcastRow(state.inputBiases().get(gate), sums);
      backend.gemm(inputs, state.inputWeights().get(gate), sums);
    }
  }

  @Override
  public void beginBackward(Backend backend, Parameters weights, Pass pass) {
    pack(backend, weights, pass, false);
  }

  /**
   * {@code dW = sum over t of dgate[t] x[t]^T}, and {@code dx[t]}, the sum of {@code W^T dgate[t]}
   * over the gates.
   */
  @Override
  public void backward(Backend backend, Parameters gradients, Pass pass, int first, int last) {
    int count = last - first;
    LayerState state = pass.layers().get(layer);
    Recurrence below = pass.layers().get(layer - 1).recurrence();
    Matrix inputs = below.statesAfter().rows(first, count);
    Matrix dInputs = below.dHidden().rows(first, count);
    backend.fill(dInputs, 0);
    List<Matrix> dGates = state.recurrence().dInputGates();
    for (int gate = 0; gate < dGates.size(); gate++) {
      Matrix dSums = dGates.get(gate).rows(first, count);
      backend.gemm(dSums, state.inputWeights().get(gate), dInputs);
      backend.outerProducts(dSums, inputs, gradients.gates(weight).get(gate));
    }
  }

  /** Forward and backward share the copies, since neither overlaps the other. */
  private void pack(Backend backend, Parameters weights, Pass pass, boolean transposed) {
    List<PackedMatrix> packed = pass.layers().get(layer).inputWeights();
    for (int gate = 0; gate < packed.size(); gate++) {
      backend.pack(weights.gates(weight).get(gate), transposed, packed.get(gate));
    }
  }
}
