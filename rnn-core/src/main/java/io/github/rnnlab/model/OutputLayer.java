package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import java.util.List;

/** From states to logits, for all steps at once: {@code y[t] = Why h[t] + by}. */
final class OutputLayer {
  static final String WHY = "Why";
  private static final String BY = "by";

  List<ParameterShape> parameters(int vocabularySize, int hiddenSize) {
    return List.of(
        ParameterShape.weight(WHY, vocabularySize, hiddenSize),
        ParameterShape.bias(BY, vocabularySize));
  }

  void forward(Backend backend, Parameters weights, Sequence sequence) {
    backend.broadcastRow(weights.matrix(BY), sequence.logits());
    backend.gemm(
        sequence.statesAfter(), false, weights.matrix(WHY), false, sequence.logits(), true);
  }

  /**
   * {@code dWhy = sum over t of dy[t] h[t]^T, dby = sum of dy[t], dh[t] = Why^T dy[t]}; the logits
   * hold {@code dy}.
   */
  void backward(Backend backend, Parameters weights, Sequence sequence, Parameters gradients) {
    Matrix dy = sequence.logits();
    backend.gemm(sequence.statesAfter(), true, dy, false, gradients.matrix(WHY), false);
    backend.columnSums(dy, gradients.matrix(BY));
    backend.gemm(dy, false, weights.matrix(WHY), true, sequence.dStates(), false);
  }
}
