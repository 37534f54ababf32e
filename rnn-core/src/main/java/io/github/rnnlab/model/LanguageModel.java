package io.github.rnnlab.model;

import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Downstream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A recurrent language model: layers of a cell read one token per step, and a linear layer predicts
 * the next one from each state of the last.
 *
 * <p>One thread at a time may use a model. Threads that compute with the same weights at once each
 * take a model of their own from {@link #alone}, for as long as nobody changes the weights.
 */
public final class LanguageModel {
  private final Backend backend;
  private final ModelShape shape;
  private final Parameters weights;
  private final List<RecurrentLayer> layers;
  private final OutputLayer output;

  /** Allocates a model with all weights zero; initialize or load them next. */
  public LanguageModel(Backend backend, ModelShape shape) {
    this(backend, shape, new Parameters(backend, shape.parameters()));
  }

  private LanguageModel(Backend backend, ModelShape shape, Parameters weights) {
    this.backend = backend;
    this.shape = shape;
    this.weights = weights;
    layers =
        IntStream.range(0, shape.layers()).mapToObj(i -> new RecurrentLayer(shape, i)).toList();
    output = new OutputLayer(shape);
  }

  /**
   * Returns a model for one more thread. It shares the weights of this model, and computes the same
   * bits on the calling thread, with buffers of its own. Any thread may call this method at any
   * time.
   */
  public LanguageModel alone() {
    return new LanguageModel(backend.alone(), shape, weights);
  }

  /** Returns the backend that holds the weights. */
  public Backend backend() {
    return backend;
  }

  /** Returns the shape. */
  public ModelShape shape() {
    return shape;
  }

  /** Returns the weights, which training changes in place. */
  public Parameters weights() {
    return weights;
  }

  /**
   * Draws the initial weights, in the order of the model file.
   *
   * @param scale the standard deviation of {@link Initialization#NORMAL}
   * @param forgetBias replaces the drawn input biases of an LSTM's forget gates: with 1, a cell
   *     remembers until it has learned to forget (Jozefowicz, Zaremba and Sutskever, "An empirical
   *     exploration of recurrent network architectures", ICML 2015)
   */
  public void initialize(
      Initialization initialization, double scale, double forgetBias, RandomStream stream) {
    for (ParameterShape parameter : weights.shapes()) {
      float[] values = initialization.draw(parameter, shape.hidden(), scale, stream);
      if (shape.cell() == Cell.LSTM && parameter.purpose() == ParameterShape.Purpose.INPUT_BIAS) {
        // The second of four gates.
        Arrays.fill(values, shape.hidden(), 2 * shape.hidden(), (float) forgetBias);
      }
      weights.write(parameter, values);
    }
  }

  /** Allocates a pass over T steps of B sequences. */
  public Pass pass(int steps, int batch) {
    return pass(steps, batch, Dropout.NONE);
  }

  /** Allocates a pass of training, which drops what {@link Pass#drop} has drawn. */
  public Pass pass(int steps, int batch, Dropout dropout) {
    return new Pass(backend, shape, weights, steps, batch, dropout);
  }

  /**
   * Allocates states of zeros for B sequences, which a pass hands to the next: the hidden state of
   * each layer, {@code hidden_l0} and so on, and after it an LSTM's cell state, {@code cell_l0}.
   */
  public Parameters states(int batch) {
    return new Parameters(backend, shape.states(batch));
  }

  /**
   * Computes states and logits.
   *
   * @param inputs T B ids, time-major, each in [0, V)
   * @param pass holds the first states; receives the other states and the logits
   */
  public void forward(int[] inputs, Pass pass) {
    boolean entered = pass.use().enter();
    try {
      boolean packs = pass.needsPacking();
      backend.write(inputs, pass.inputs());
      forward(
          pass,
          packs,
          Downstream.of(
              on -> {
                if (packs) {
                  output.begin(on, weights, pass);
                }
              },
              (on, first, last) -> output.forward(on, weights, pass, first, last)));
    } finally {
      pass.use().leave(entered);
    }
  }

  /**
   * Turns the logits of a forward pass into their gradient.
   *
   * @param targets T B ids, time-major: the token that follows each input
   * @return the summed cross-entropy of all T B predictions, in nats
   */
  public double loss(int[] targets, Pass pass) {
    return loss(0, targets, pass);
  }

  /**
   * Turns the logits of a forward pass into their gradient.
   *
   * @param before the summed cross-entropy of the predictions before these
   * @param targets T B ids, time-major: the token that follows each input
   * @return the summed cross-entropy of all predictions so far, in nats
   */
  public double loss(double before, int[] targets, Pass pass) {
    boolean entered = pass.use().enter();
    try {
      backend.write(targets, pass.targets());
      backend.softmaxCrossEntropy(
          pass.logits(), pass.targets(), 0, pass.logits().rows(), pass.losses());
      return backend.sum(before, pass.losses());
    } finally {
      pass.use().leave(entered);
    }
  }

  /**
   * Computes the loss, and the gradient of the mean loss by backpropagation through time. It uses
   * every state, and every state's gradient, as soon as that is known. The output layer's gradient
   * needs the forward pass alone, so it is computed beside the first steps back.
   *
   * @param inputs T B ids, time-major, each in [0, V)
   * @param targets T B ids, time-major: the token that follows each input
   * @param pass holds the first states; the rest is overwritten
   * @param gradients overwritten
   * @return the summed cross-entropy of all T B predictions, in nats
   */
  public double lossAndGradients(int[] inputs, int[] targets, Pass pass, Parameters gradients) {
    boolean entered = pass.use().enter();
    try {
      pass.forgetPacking();
      backend.write(inputs, pass.inputs());
      backend.write(targets, pass.targets());
      forward(
          pass,
          true,
          Downstream.of(
              on -> {
                output.begin(on, weights, pass);
                output.beginBackward(on, weights, pass);
              },
              (on, first, last) -> {
                output.forward(on, weights, pass, first, last);
                on.softmaxCrossEntropy(pass.logits(), pass.targets(), first, last, pass.losses());
                output.backward(on, pass, first, last);
              }));
      backward(pass, gradients);
      return backend.sum(0, pass.losses());
    } finally {
      pass.use().leave(entered);
    }
  }

  /** Takes the steps of all layers. Each layer reads the states below as they become known. */
  private void forward(Pass pass, boolean packs, Downstream top) {
    if (packs) {
      layers.get(0).begin(backend, weights, pass);
    }
    layers.get(0).read(backend, weights, pass, 0, pass.logits().rows());
    for (int i = 0; i < layers.size(); i++) {
      Downstream downstream =
          i == layers.size() - 1 ? top : reading(layers.get(i + 1), pass, packs);
      layers.get(i).forward(backend, pass, downstream);
    }
  }

  private Downstream reading(RecurrentLayer layer, Pass pass, boolean packs) {
    return Downstream.of(
        on -> {
          if (packs) {
            layer.begin(on, weights, pass);
          }
        },
        (on, first, last) -> layer.read(on, weights, pass, first, last));
  }

  /** Takes the error back through all layers, from the gradients of the last one's states. */
  private void backward(Pass pass, Parameters gradients) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      RecurrentLayer layer = layers.get(i);
      boolean last = i == layers.size() - 1;
      layer.backward(
          backend,
          pass,
          Downstream.of(
              on -> {
                if (last) {
                  on.clear(gradients.block());
                  output.addGradients(on, gradients, pass);
                }
                layer.beginGradients(on, weights, pass);
              },
              (on, first, end) -> layer.addGradients(on, gradients, pass, first, end)));
    }
  }
}
