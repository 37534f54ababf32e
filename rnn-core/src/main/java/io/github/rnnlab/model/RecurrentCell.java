package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Follower;
import java.util.List;

/**
 * What turns the characters read so far into a hidden state, step by step.
 *
 * <p>A cell has no state, so any number of threads may use it at once, each with a backend and a
 * sequence of its own.
 */
public interface RecurrentCell {
  /** Returns the names and shapes of the cell's parameters. */
  List<ParameterShape> parameters(int vocabularySize, int hiddenSize);

  /**
   * Computes the states after each of T steps.
   *
   * @param weights at least this cell's parameters
   * @param inputs T B ids of characters, time-major
   * @param sequence its first state is given; the others are written
   * @param follower gets the rows of {@code statesAfter} as they become known
   */
  void forward(
      Backend backend, Parameters weights, int[] inputs, Sequence sequence, Follower follower);

  /**
   * Takes the error back through time, after {@link #forward}.
   *
   * @param sequence {@code dStates} holds what reaches each state from its output, and is used up
   * @param follower gets the rows, from the last to the first, for which {@link #addGradients} can
   *     be called
   */
  void backward(Backend backend, Parameters weights, Sequence sequence, Follower follower);

  /**
   * Adds what some rows contribute to the gradients of the cell's parameters, after {@link
   * #backward} has come to them.
   *
   * @param backend what the follower of {@link #backward} was given
   * @param first the first row, {@code t B + b}
   * @param last the row after the last; if it is T B, this cell's gradients are overwritten
   */
  void addGradients(
      Backend backend, int[] inputs, Sequence sequence, int first, int last, Parameters gradients);
}
