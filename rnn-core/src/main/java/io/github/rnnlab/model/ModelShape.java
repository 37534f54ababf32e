package io.github.rnnlab.model;

import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.ParameterShape.Purpose;
import io.github.rnnlab.tensor.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a model, from which all sizes, names and checks follow.
 *
 * <p>A vanilla model of one layer without an embedding has the notebook's parameters, with a single
 * bias: {@code Wxh}, {@code Whh}, {@code bh}, {@code Why}, {@code by}. Every other model has
 * PyTorch's. {@code embedding.weight} comes first, as of a {@code torch.nn.Embedding}, if there is
 * one. Each layer has those of {@code torch.nn.RNN}, {@code GRU} or {@code LSTM}, gates one under
 * the other: {@code weight_ih_l0}, {@code weight_hh_l0}, {@code bias_ih_l0}, {@code bias_hh_l0} and
 * so on. {@code output.weight} and {@code output.bias} follow, as of a {@code torch.nn.Linear}; a
 * tied model has no output weight of its own.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param cell the cell of all layers
 * @param layers recurrent layers, at least 1; each reads the states of the one below
 * @param hidden H, units of a state
 * @param vocabulary V, tokens that the model reads and predicts
 * @param embedding E, the numbers that stand for a token in the input of the first layer; 0 for
 *     one-hot inputs
 * @param tied whether the embedding is also the output weight, which needs E = H (Press and Wolf,
 *     "Using the output embedding to improve language models", EACL 2017)
 */
public record ModelShape(
    Cell cell, int layers, int hidden, int vocabulary, int embedding, boolean tied) {
  /** The most layers of a model. */
  public static final int MOST_LAYERS = 16;

  /** The name of the notebook's recurrent weight. */
  public static final String WHH = "Whh";

  /** The names of all other recurrent weights, without the layer's number. */
  public static final String WEIGHT_HH = "weight_hh_l";

  /** The name of the embedding. */
  public static final String EMBEDDING = "embedding.weight";

  /** The name of the output weight of every model but the notebook's. */
  public static final String OUTPUT = "output.weight";

  /** Checks the sizes. */
  public ModelShape {
    if (layers < 1 || hidden < 1 || vocabulary < 1 || embedding < 0) {
      throw new IllegalArgumentException(
          layers + " layers of " + hidden + " units for " + vocabulary + " tokens");
    }
    if (tied && embedding != hidden) {
      throw new IllegalArgumentException(
          "an embedding of " + embedding + " tied to the output of " + hidden + " units");
    }
  }

  /** A model that reads one-hot tokens. */
  public ModelShape(Cell cell, int layers, int hidden, int vocabulary) {
    this(cell, layers, hidden, vocabulary, 0, false);
  }

  /** Returns whether the first layer reads an embedding of the tokens. */
  public boolean isEmbedded() {
    return embedding > 0;
  }

  /** Returns the numbers that a layer reads at each step; V of a token. */
  int inputs(int layer) {
    if (layer > 0) {
      return hidden;
    }
    return isEmbedded() ? embedding : vocabulary;
  }

  /** Returns whether this is the notebook's own model, whose names its parameters have. */
  public boolean isNotebook() {
    return cell == Cell.VANILLA && layers == 1 && !isEmbedded();
  }

  /**
   * Returns all parameters in the order of their file: the embedding, then layer by layer, then the
   * output layer.
   */
  public List<ParameterShape> parameters() {
    List<ParameterShape> parameters = new ArrayList<>();
    if (isEmbedded()) {
      parameters.add(
          new ParameterShape(
              EMBEDDING, List.of(vocabulary, embedding), Purpose.EMBEDDING, 1, false));
    }
    for (int layer = 0; layer < layers; layer++) {
      parameters.addAll(layer(layer));
    }
    if (!tied) {
      parameters.add(
          new ParameterShape(
              outputWeight(), List.of(vocabulary, hidden), Purpose.OUTPUT, 1, false));
    }
    parameters.add(
        new ParameterShape(outputBias(), List.of(vocabulary), Purpose.OUTPUT_BIAS, 1, false));
    return parameters;
  }

  /**
   * A first layer that reads one-hot tokens looks them up as rows of its transposed input weight.
   * All other layers multiply what they read with their input weight as written.
   */
  private List<ParameterShape> layer(int layer) {
    int gates = cell.gates();
    int outputs = Math.multiplyExact(gates, hidden);
    boolean looksUp = layer == 0 && !isEmbedded();
    List<ParameterShape> parameters = new ArrayList<>();
    parameters.add(
        new ParameterShape(
            inputWeight(layer), List.of(outputs, inputs(layer)), Purpose.INPUT, gates, looksUp));
    parameters.add(
        new ParameterShape(
            recurrentWeight(layer), List.of(outputs, hidden), Purpose.RECURRENT, gates, true));
    parameters.add(
        new ParameterShape(inputBias(layer), List.of(outputs), Purpose.INPUT_BIAS, gates, false));
    if (!isNotebook()) {
      parameters.add(
          new ParameterShape(
              recurrentBias(layer), List.of(outputs), Purpose.RECURRENT_BIAS, gates, false));
    }
    return parameters;
  }

  /** Returns how many numbers all parameters have together. */
  public long parameterCount() {
    long gates = cell.gates();
    long count = vocabulary * (embedding + (tied ? 0L : hidden) + 1);
    for (int layer = 0; layer < layers; layer++) {
      count += gates * hidden * ((long) inputs(layer) + hidden + (isNotebook() ? 1 : 2));
    }
    return count;
  }

  /** Returns the states between two passes over B sequences, from the tokens up. */
  List<ParameterShape> states(int batch) {
    List<ParameterShape> states = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      for (String state : List.of("hidden_l", "cell_l").subList(0, cell.states())) {
        states.add(
            new ParameterShape(state + layer, List.of(batch, hidden), Purpose.STATE, 1, false));
      }
    }
    return states;
  }

  /** Returns the name of the weight that multiplies a layer's input. */
  public String inputWeight(int layer) {
    return isNotebook() ? "Wxh" : "weight_ih_l" + layer;
  }

  /** Returns the name of the weight that multiplies a layer's former state. */
  public String recurrentWeight(int layer) {
    return isNotebook() ? WHH : WEIGHT_HH + layer;
  }

  /** Returns the name of the bias that is added with a layer's input. */
  public String inputBias(int layer) {
    return isNotebook() ? "bh" : "bias_ih_l" + layer;
  }

  /** Returns the name of the second bias, which the notebook's model lacks. */
  public String recurrentBias(int layer) {
    return "bias_hh_l" + layer;
  }

  /** Returns the name of the weight of the logits, which may be the embedding. */
  public String outputWeight() {
    if (tied) {
      return EMBEDDING;
    }
    return isNotebook() ? "Why" : OUTPUT;
  }

  /** Returns the name of the bias of the logits. */
  public String outputBias() {
    return isNotebook() ? "by" : "output.bias";
  }
}
