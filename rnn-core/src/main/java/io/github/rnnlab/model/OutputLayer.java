package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import java.util.List;

/**
 * From states to logits: {@code y[t] = Why h[t] + by}. It takes any number of steps at once, as
 * rows {@code [first, last)} of a sequence. Why is held as it is written: its rows, and those of
 * its gradient, then are as long as a state, which wastes less of vectors than rows of a
 * vocabulary.
 */
final class OutputLayer {
  static final String WHY = "Why";
  private static final String BY = "by";

  List<ParameterShape> parameters(int vocabularySize, int hiddenSize) {
    return List.of(
        ParameterShape.weight(WHY, vocabularySize, hiddenSize),
        ParameterShape.bias(BY, vocabularySize));
  }

  /** Turns Why once for all steps, since products take rows of the right operand as they are. */
  void begin(Backend backend, Parameters weights, Sequence sequence) {
    backend.transpose(weights.matrix(WHY), sequence.turnedOutput());
  }

  void forward(Backend backend, Parameters weights, Sequence sequence, int first, int last) {
    Matrix states = sequence.statesAfter().rows(first, last - first);
    Matrix logits = sequence.logits().rows(first, last - first);
    backend.broadcastRow(weights.matrix(BY), logits);
    backend.gemm(states, false, sequence.turnedOutput(), false, logits, true);
  }

  /** {@code dh[t] = Why^T dy[t]}; the logits hold {@code dy}. */
  void backward(Backend backend, Parameters weights, Sequence sequence, int first, int last) {
    Matrix dy = sequence.logits().rows(first, last - first);
    Matrix dStates = sequence.dStates().rows(first, last - first);
    backend.gemm(dy, false, weights.matrix(WHY), false, dStates, false);
  }

  /** {@code dWhy = sum over t of dy[t] h[t]^T, dby = sum of dy[t]}; overwrites both. */
  void gradients(Backend backend, Sequence sequence, Parameters gradients) {
    Matrix dy = sequence.logits();
    backend.outerProducts(dy, sequence.statesAfter(), gradients.matrix(WHY), false);
    backend.columnSums(dy, gradients.matrix(BY), false);
  }
}
