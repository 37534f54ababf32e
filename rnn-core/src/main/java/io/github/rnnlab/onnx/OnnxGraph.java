package io.github.rnnlab.onnx;

import io.github.rnnlab.safetensors.Safetensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The graph of an ONNX file: constant tensors, inputs, outputs, and nodes that compute values from
 * values. Numbers of fields and types are those of {@code onnx.proto}.
 *
 * <p>Not safe for use by several threads.
 */
final class OnnxGraph {
  /** The element types of tensors. */
  enum Type {
    FLOAT(1),
    INT64(7);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  /** The name of the only size that a caller of the graph chooses. */
  private static final String BATCH = "batch";

  private final ProtobufMessage message = new ProtobufMessage();
  private int values;

  OnnxGraph(String name) {
    message.add(2, name);
  }

  /** Adds a constant tensor and returns its name. */
  String constant(String name, Safetensors.Tensor tensor) {
    ProtobufMessage constant = new ProtobufMessage();
    tensor.shape().forEach(size -> constant.add(1, size));
    ByteBuffer numbers =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, tensor.values().length))
            .order(ByteOrder.LITTLE_ENDIAN);
    numbers.asFloatBuffer().put(tensor.values());
    constant.add(2, Type.FLOAT.number).add(8, name).add(9, numbers.array());
    message.add(5, constant);
    return name;
  }

  /**
   * Adds an input and returns its name.
   *
   * @param sizes those after the batch
   */
  String input(String name, Type type, int... sizes) {
    message.add(11, described(name, type, sizes));
    return name;
  }

  /**
   * Adds an output of floats.
   *
   * @param value the value that the output has
   * @param sizes those after the batch
   */
  void output(String name, String value, int... sizes) {
    message.add(1, new ProtobufMessage().add(1, value).add(2, name).add(4, "Identity"));
    message.add(12, described(name, Type.FLOAT, sizes));
  }

  /** Adds a node with one output and returns the name of its value. */
  String node(String operator, List<Attribute> attributes, String... inputs) {
    return node(1, operator, attributes, inputs).get(0);
  }

  /** Adds a node without attributes. */
  String node(String operator, String... inputs) {
    return node(operator, List.of(), inputs);
  }

  /** Returns equal parts of a value, from the left. */
  List<String> split(int parts, String value) {
    return node(parts, "Split", List.of(new Attribute("axis", 1)), value);
  }

  private List<String> node(
      int outputs, String operator, List<Attribute> attributes, String... inputs) {
    ProtobufMessage node = new ProtobufMessage();
    for (String input : inputs) {
      node.add(1, input);
    }
    List<String> names = IntStream.range(0, outputs).mapToObj(i -> "v" + values++).toList();
    names.forEach(name -> node.add(2, name));
    node.add(4, operator);
    for (Attribute attribute : attributes) {
      node.add(5, attribute.message());
    }
    message.add(1, node);
    return names;
  }

  /** Returns the graph as it is now. */
  ProtobufMessage message() {
    return message;
  }

  /** An attribute of a node: a whole number. */
  record Attribute(String name, long value) {
    private static final int INT = 2;

    private ProtobufMessage message() {
      return new ProtobufMessage().add(1, name).add(3, value).add(20, INT);
    }
  }

  private static ProtobufMessage described(String name, Type type, int... sizes) {
    ProtobufMessage shape = new ProtobufMessage().add(1, new ProtobufMessage().add(2, BATCH));
    for (int size : sizes) {
      shape.add(1, new ProtobufMessage().add(1, size));
    }
    ProtobufMessage tensor = new ProtobufMessage().add(1, type.number).add(2, shape);
    return new ProtobufMessage().add(1, name).add(2, new ProtobufMessage().add(1, tensor));
  }
}
