package io.github.rnnlab.parameter;

import io.github.rnnlab.tensor.Shape;
import java.util.Collections;
import java.util.List;

/**
 * The name, shape and purpose of a parameter, as the model file has it.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param name such as {@code Whh} or {@code weight_hh_l0}
 * @param dimensions (outputs, inputs) of a weight, (tokens, size) of an embedding, or (outputs) of
 *     a bias
 * @param purpose the use of the parameter, which decides its initialization
 * @param gates the number of matrices of equal size that hold it; their outputs follow each other
 *     in the file
 * @param transposed whether the matrices that hold it are (inputs, outputs)
 */
public record ParameterShape(
    String name, List<Integer> dimensions, Purpose purpose, int gates, boolean transposed) {
  /** The use of a parameter. */
  public enum Purpose {
    /** Has a row for each token, which the first layer reads. */
    EMBEDDING,
    /** Multiplies the input of a layer. */
    INPUT,
    /** Multiplies the former state. */
    RECURRENT,
    /** Multiplies the last layer's state, for the logits. */
    OUTPUT,
    /** Is added to the gates of a layer, with the input. */
    INPUT_BIAS,
    /** Is added to the gates of a layer, with the former state. */
    RECURRENT_BIAS,
    /** Is added to the logits. */
    OUTPUT_BIAS,
    /** Is no parameter, but a state that a pass hands to the next, with a row for each sequence. */
    STATE
  }

  /** Whether this is a bias. */
  public boolean isBias() {
    return dimensions.size() == 1;
  }

  /** Returns how many numbers the parameter has, however many. */
  public long count() {
    return dimensions.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /**
   * Returns how many numbers the parameter has, where an array can hold them.
   *
   * @throws ArithmeticException if it cannot
   */
  public int size() {
    return Math.toIntExact(count());
  }

  /** Returns how many numbers of the file belong to one gate. */
  public int gateSize() {
    return size() / gates;
  }

  /** Returns the shapes of the matrices that hold the parameter; a bias has one row for a gate. */
  public List<Shape> stored() {
    int outputs = dimensions.get(0) / gates;
    Shape shape;
    if (isBias()) {
      shape = new Shape(1, outputs);
    } else {
      int inputs = dimensions.get(1);
      shape = transposed ? new Shape(inputs, outputs) : new Shape(outputs, inputs);
    }
    return Collections.nCopies(gates, shape);
  }
}
