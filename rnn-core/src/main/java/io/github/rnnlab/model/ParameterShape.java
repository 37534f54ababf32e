package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Shape;
import java.util.List;

/**
 * The name and shape of a parameter, as the notebook has them.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param name such as {@code Whh}
 * @param dimensions (outputs, inputs) of a weight, or (outputs) of a bias
 * @param turned whether the matrix that holds it is (inputs, outputs)
 */
public record ParameterShape(String name, List<Integer> dimensions, boolean turned) {
  /** Returns the shape of a weight, which multiplies a column of inputs from the left. */
  public static ParameterShape weight(String name, int outputs, int inputs) {
    return new ParameterShape(name, List.of(outputs, inputs), false);
  }

  /** Returns the shape of a weight that is held turned: each input has a row of outputs. */
  public static ParameterShape turnedWeight(String name, int outputs, int inputs) {
    return new ParameterShape(name, List.of(outputs, inputs), true);
  }

  /** Returns the shape of a bias. */
  public static ParameterShape bias(String name, int outputs) {
    return new ParameterShape(name, List.of(outputs), false);
  }

  /** Whether this is a bias: it starts at zero. */
  public boolean isBias() {
    return dimensions.size() == 1;
  }

  /** Returns how many numbers the parameter has. */
  public int size() {
    return dimensions.stream().reduce(1, Math::multiplyExact);
  }

  /** Returns the shape of the matrix that holds the parameter; of a bias, it is one row. */
  public Shape stored() {
    if (isBias()) {
      return new Shape(1, dimensions.get(0));
    }
    return turned
        ? new Shape(dimensions.get(1), dimensions.get(0))
        : new Shape(dimensions.get(0), dimensions.get(1));
  }
}
