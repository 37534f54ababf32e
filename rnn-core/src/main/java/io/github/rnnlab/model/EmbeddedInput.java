package io.github.rnnlab.model;

import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;

/** Reads tokens through an embedding: a row of learned numbers for each token. */
final class EmbeddedInput implements LayerInput {
  private final DenseInput dense;

  EmbeddedInput(String weight) {
    dense = new DenseInput(0, weight);
  }

  @Override
  public void begin(Backend backend, Parameters weights, Pass pass) {
    dense.begin(backend, weights, pass);
  }

  /** {@code x[t] = E[token]} for all rows at once, which are all known; then as a dense input. */
  @Override
  public void forward(Backend backend, Parameters weights, Pass pass, int first, int last) {
    backend.gatherRows(
        weights.matrix(ModelShape.EMBEDDING),
        pass.embeddingBias(),
        pass.inputs(),
        pass.below(0).values());
    dense.forward(backend, weights, pass, first, last);
  }

  @Override
  public void beginBackward(Backend backend, Parameters weights, Pass pass) {
    dense.beginBackward(backend, weights, pass);
  }

  /** Adds {@code dx[t]} to the token's row of {@code dE}. */
  @Override
  public void backward(Backend backend, Parameters gradients, Pass pass, int first, int last) {
    dense.backward(backend, gradients, pass, first, last);
    backend.scatterAddRows(
        pass.below(0).gradients(),
        pass.inputs(),
        first,
        last,
        gradients.matrix(ModelShape.EMBEDDING));
  }
}
