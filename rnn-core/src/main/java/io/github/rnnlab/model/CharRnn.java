package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Follower;
import java.util.ArrayList;
import java.util.List;

/**
 * The notebook's character model: a recurrent cell that reads one character per step, and a linear
 * layer that predicts the next one from each state.
 *
 * <p>A model is used by one thread at a time. Threads that compute with the same weights at once
 * each take a model of their own from {@link #alone}, for as long as nobody changes the weights.
 */
public final class CharRnn {
  private final Backend backend;
  private final RecurrentCell cell;
  private final OutputLayer output;
  private final int vocabularySize;
  private final int hiddenSize;
  private final Parameters weights;

  /** Allocates a model with all weights zero; draw or write them next. */
  public CharRnn(Backend backend, RecurrentCell cell, int vocabularySize, int hiddenSize) {
    this(
        backend,
        cell,
        vocabularySize,
        hiddenSize,
        new Parameters(backend, shapes(cell, vocabularySize, hiddenSize)));
  }

  private CharRnn(
      Backend backend, RecurrentCell cell, int vocabularySize, int hiddenSize, Parameters weights) {
    this.backend = backend;
    this.cell = cell;
    this.vocabularySize = vocabularySize;
    this.hiddenSize = hiddenSize;
    this.output = new OutputLayer();
    this.weights = weights;
  }

  /**
   * Returns this model for the use of one more thread: it shares the weights, and computes the same
   * bits on the thread that calls it, with buffers of its own. Any thread may ask for one at any
   * time.
   */
  public CharRnn alone() {
    return new CharRnn(backend.alone(), cell, vocabularySize, hiddenSize, weights);
  }

  /** Returns the names and shapes of all parameters of a model, the cell's first. */
  public static List<ParameterShape> shapes(
      RecurrentCell cell, int vocabularySize, int hiddenSize) {
    List<ParameterShape> shapes = new ArrayList<>(cell.parameters(vocabularySize, hiddenSize));
    shapes.addAll(new OutputLayer().parameters(vocabularySize, hiddenSize));
    return shapes;
  }

  /** Returns the backend that holds the weights. */
  public Backend backend() {
    return backend;
  }

  /** Returns V. */
  public int vocabularySize() {
    return vocabularySize;
  }

  /** Returns the weights, which training changes in place. */
  public Parameters weights() {
    return weights;
  }

  /** Allocates what passes over T steps of B sequences need. */
  public Sequence sequence(int steps, int batch) {
    return new Sequence(backend, steps, batch, hiddenSize, vocabularySize);
  }

  /**
   * Computes states and logits.
   *
   * @param inputs T B ids, time-major, each in [0, V)
   * @param sequence its first state is given; its other states and its logits are written
   */
  public void forward(int[] inputs, Sequence sequence) {
    boolean entered = sequence.use().enter();
    try {
      cell.forward(
          backend,
          weights,
          inputs,
          sequence,
          Follower.of(
              on -> output.begin(on, weights, sequence),
              (on, first, last) -> output.forward(on, weights, sequence, first, last)));
    } finally {
      sequence.use().leave(entered);
    }
  }

  /**
   * Turns the logits of a forward pass into their gradient.
   *
   * @param targets T B ids, time-major: the character that follows each input
   * @return the summed cross-entropy of all T B predictions, in nats
   */
  public double loss(int[] targets, Sequence sequence) {
    boolean entered = sequence.use().enter();
    try {
      backend.softmaxCrossEntropy(
          sequence.logits(), targets, 0, sequence.rows(), sequence.losses());
      return sequence.loss();
    } finally {
      sequence.use().leave(entered);
    }
  }

  /**
   * Computes the gradient of the mean loss by backpropagation through time. Whatever follows from a
   * state, or from what comes back to it, is computed as soon as that is known; and the output
   * layer's gradient, which only needs the forward pass, beside the first steps back.
   *
   * @param inputs T B ids, time-major, each in [0, V)
   * @param targets T B ids, time-major: the character that follows each input
   * @param sequence its first state is given
   * @param gradients overwritten
   * @return the summed cross-entropy of all T B predictions, in nats
   */
  public double lossAndGradients(
      int[] inputs, int[] targets, Sequence sequence, Parameters gradients) {
    boolean entered = sequence.use().enter();
    try {
      cell.forward(
          backend,
          weights,
          inputs,
          sequence,
          Follower.of(
              on -> output.begin(on, weights, sequence),
              (on, first, last) -> {
                output.forward(on, weights, sequence, first, last);
                on.softmaxCrossEntropy(sequence.logits(), targets, first, last, sequence.losses());
                output.backward(on, weights, sequence, first, last);
              }));
      cell.backward(
          backend,
          weights,
          sequence,
          Follower.of(
              on -> output.gradients(on, sequence, gradients),
              (on, first, last) ->
                  cell.addGradients(on, inputs, sequence, first, last, gradients)));
      return sequence.loss();
    } finally {
      sequence.use().leave(entered);
    }
  }
}
