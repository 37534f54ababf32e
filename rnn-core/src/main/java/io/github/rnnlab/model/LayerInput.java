package io.github.rnnlab.model;

import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;

/**
 * The input of a recurrent layer: tokens, their embedding, or the states of the layer below.
 *
 * <p>It has no state of its own, so any number of threads may use it at once, each with a backend
 * and a pass of its own.
 */
sealed interface LayerInput permits TokenInput, EmbeddedInput, DenseInput {
  /** Packs the weights that {@link #forward} needs. */
  default void begin(Backend backend, Parameters weights, Pass pass) {}

  /** Writes the input products and biases to the gates of rows {@code [first, last)}. */
  void forward(Backend backend, Parameters weights, Pass pass, int first, int last);

  /** Packs the weights that {@link #backward} needs. */
  default void beginBackward(Backend backend, Parameters weights, Pass pass) {}

  /**
   * Adds the share of rows {@code [first, last)} to the gradients of the input weights, and writes
   * the gradients of what the layer reads, unless these are tokens.
   */
  void backward(Backend backend, Parameters gradients, Pass pass, int first, int last);
}
