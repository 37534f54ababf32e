package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import java.util.List;

/** What turns the characters read so far into a hidden state, step by step. */
public interface RecurrentCell {
  /** Returns the names and shapes of the cell's parameters. */
  List<ParameterShape> parameters(int vocabularySize, int hiddenSize);

  /**
   * Computes the states after each of T steps.
   *
   * @param weights at least this cell's parameters
   * @param inputs T B ids of characters, time-major
   * @param sequence its first state is given; the others are written
   */
  void forward(Backend backend, Parameters weights, int[] inputs, Sequence sequence);

  /**
   * Computes the gradients of the cell's parameters by backpropagation through time, after {@link
   * #forward}.
   *
   * @param sequence {@code dStates} holds what reaches each state from its output, and is used up
   * @param gradients this cell's entries are overwritten
   */
  void backward(
      Backend backend, Parameters weights, int[] inputs, Sequence sequence, Parameters gradients);
}
