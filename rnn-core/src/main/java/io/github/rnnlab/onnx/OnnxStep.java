package io.github.rnnlab.onnx;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.onnx.OnnxGraph.Attribute;
import io.github.rnnlab.onnx.OnnxGraph.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One step of a model as an ONNX file, with the states in and out, so that the caller keeps them:
 *
 * <pre>
 *   tokens   int64 (batch)              ids that the model reads
 *   h_l0     float (batch, hidden)      the former state of layer 0; c_l0, too, for an LSTM
 *   logits   float (batch, vocabulary)  of the next token
 *   next_h_l0, next_c_l0                the states to give to the next step
 * </pre>
 *
 * Every layer has its states. The first step of a text takes zeros. The weights are constants under
 * the names and in the orientation of the model file.
 */
public final class OnnxStep {
  /** The version of the operators, which every runtime since 2020 has. */
  static final int OPSET = 13;

  /** The version of the file format, as old as the operators. */
  private static final int IR_VERSION = 7;

  /** Protocol Buffers allow no longer message. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  private static final Attribute AXIS_1 = new Attribute("axis", 1);

  private final OnnxGraph graph = new OnnxGraph("step");
  private final ModelShape shape;

  private OnnxStep(ModelShape shape) {
    this.shape = shape;
  }

  /**
   * Writes a model. The same weights and metadata give the same bytes.
   *
   * @param metadata texts by name, such as the vocabulary, for whoever runs the file
   * @throws InvalidInputException if the model is too large for the format
   * @throws io.github.rnnlab.BrokenRunException if the file cannot be written
   */
  public static void write(Path file, LanguageModel model, Map<String, String> metadata) {
    ProtobufMessage message = new OnnxStep(model.shape()).message(model, metadata);
    if (message.length() > MOST_BYTES) {
      throw new InvalidInputException(
          file.toString(),
          "a model of " + message.length() + " bytes",
          "at most " + MOST_BYTES + ", which is all that an ONNX file can hold",
          "Lower model.hiddenSize or model.layers.");
    }
    AtomicFile.write(file, message::writeTo);
  }

  private ProtobufMessage message(LanguageModel model, Map<String, String> metadata) {
    model.weights().tensors().forEach(graph::constant);
    addStep();
    ProtobufMessage message =
        new ProtobufMessage()
            .add(1, IR_VERSION)
            .add(2, "rnn-maven-plugin")
            .add(7, graph.message())
            .add(8, new ProtobufMessage().add(1, "").add(2, OPSET));
    metadata.forEach(
        (name, text) -> message.add(14, new ProtobufMessage().add(1, name).add(2, text)));
    return message;
  }

  private void addStep() {
    String tokens = graph.input("tokens", Type.INT64);
    String below = shape.isEmbedded() ? graph.node("Gather", ModelShape.EMBEDDING, tokens) : null;
    for (int layer = 0; layer < shape.layers(); layer++) {
      String input =
          below == null
              ? embedded(tokens, layer)
              : affine(below, shape.inputWeight(layer), shape.inputBias(layer));
      below = nextState(layer, input);
    }
    graph.output(
        "logits",
        affine(Objects.requireNonNull(below), shape.outputWeight(), shape.outputBias()),
        shape.vocabulary());
  }

  /** Returns the columns of the input weight that belong to the tokens, as rows, plus the bias. */
  private String embedded(String tokens, int layer) {
    String columns = graph.node("Gather", List.of(AXIS_1), shape.inputWeight(layer), tokens);
    return graph.node("Add", graph.node("Transpose", columns), shape.inputBias(layer));
  }

  /** Returns {@code x W^T + b}. */
  private String affine(String x, String weight, String bias) {
    return graph.node("Gemm", List.of(new Attribute("transB", 1)), x, weight, bias);
  }

  /** Adds the states of a layer, in and out, and returns the next hidden one. */
  private String nextState(int layer, String input) {
    String former = graph.input("h_l" + layer, Type.FLOAT, shape.hidden());
    String recurrent =
        shape.isNotebook()
            ? graph.node(
                "Gemm", List.of(new Attribute("transB", 1)), former, shape.recurrentWeight(layer))
            : affine(former, shape.recurrentWeight(layer), shape.recurrentBias(layer));
    String next =
        switch (shape.cell()) {
          case VANILLA -> graph.node("Tanh", graph.node("Add", input, recurrent));
          case GRU -> gru(input, recurrent, former);
          case LSTM -> lstm(layer, input, recurrent);
        };
    graph.output("next_h_l" + layer, next, shape.hidden());
    return next;
  }

  private String gru(String input, String recurrent, String former) {
    List<String> in = graph.split(3, input);
    List<String> re = graph.split(3, recurrent);
    String reset = graph.node("Sigmoid", graph.node("Add", in.get(0), re.get(0)));
    String update = graph.node("Sigmoid", graph.node("Add", in.get(1), re.get(1)));
    String scaled = graph.node("Mul", reset, re.get(2));
    String candidate = graph.node("Tanh", graph.node("Add", in.get(2), scaled));
    String kept = graph.node("Mul", update, graph.node("Sub", former, candidate));
    return graph.node("Add", candidate, kept);
  }

  private String lstm(int layer, String input, String recurrent) {
    String former = graph.input("c_l" + layer, Type.FLOAT, shape.hidden());
    List<String> sums = graph.split(4, graph.node("Add", input, recurrent));
    String kept = graph.node("Mul", graph.node("Sigmoid", sums.get(1)), former);
    String candidate = graph.node("Tanh", sums.get(2));
    String added = graph.node("Mul", graph.node("Sigmoid", sums.get(0)), candidate);
    String next = graph.node("Add", kept, added);
    graph.output("next_c_l" + layer, next, shape.hidden());
    return graph.node("Mul", graph.node("Sigmoid", sums.get(3)), graph.node("Tanh", next));
  }
}
