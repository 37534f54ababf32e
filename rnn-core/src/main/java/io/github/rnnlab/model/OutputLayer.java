package io.github.rnnlab.model;

import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;

/**
 * Computes logits from states, {@code y[t] = W h[t] + b}, for rows {@code [first, last)} of a pass.
 *
 * <p>It has no state of its own, so any number of threads may use it at once, each with a backend
 * and a pass of its own.
 */
final class OutputLayer {
  private final String weight;
  private final String bias;

  OutputLayer(ModelShape shape) {
    weight = shape.outputWeight();
    bias = shape.outputBias();
  }

  /** Prepares {@link #forward}. */
  void begin(Backend backend, Parameters weights, Pass pass) {
    backend.pack(weights.matrix(weight), true, pass.outputWeight());
  }

  void forward(Backend backend, Parameters weights, Pass pass, int first, int last) {
    Matrix logits = pass.logits().rows(first, last - first);
    backend.broadcastRow(weights.matrix(bias), logits);
    Matrix states = pass.output().read(backend, first, last);
    backend.gemm(states, pass.outputWeight(), logits);
  }

  /** Prepares {@link #backward}. */
  void beginBackward(Backend backend, Parameters weights, Pass pass) {
    backend.pack(weights.matrix(weight), false, pass.transposedOutputWeight());
  }

  /** {@code dh[t] = W^T dy[t]}; the logits hold {@code dy}. */
  void backward(Backend backend, Pass pass, int first, int last) {
    Matrix dy = pass.logits().rows(first, last - first);
    Matrix dHidden = pass.output().gradients().rows(first, last - first);
    backend.fill(dHidden, 0);
    backend.gemm(dy, pass.transposedOutputWeight(), dHidden);
    pass.output().backward(backend, first, last);
  }

  /** Adds {@code dW = sum over t of dy[t] h[t]^T} and {@code db = sum of dy[t]}. */
  void addGradients(Backend backend, Parameters gradients, Pass pass) {
    Matrix states = pass.output().asRead(0, pass.logits().rows());
    backend.outerProducts(pass.logits(), states, gradients.matrix(weight));
    backend.columnSums(pass.logits(), gradients.matrix(bias));
  }
}
