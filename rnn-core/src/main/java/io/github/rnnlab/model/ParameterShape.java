package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Shape;
import java.util.List;

/**
 * The name and shape of a parameter, as the notebook has them.
 *
 * @param name such as {@code Whh}
 * @param dimensions (outputs, inputs) of a weight, or (outputs) of a bias
 */
public record ParameterShape(String name, List<Integer> dimensions) {
  /** Returns the shape of a weight, which multiplies a column of inputs from the left. */
  public static ParameterShape weight(String name, int outputs, int inputs) {
    return new ParameterShape(name, List.of(outputs, inputs));
  }

  /** Returns the shape of a bias. */
  public static ParameterShape bias(String name, int outputs) {
    return new ParameterShape(name, List.of(outputs));
  }

  /** Whether this is a bias: it starts at zero. */
  public boolean isBias() {
    return dimensions.size() == 1;
  }

  /** Returns how many numbers the parameter has. */
  public int size() {
    return dimensions.stream().reduce(1, Math::multiplyExact);
  }

  /**
   * Returns the shape of the matrix that holds the parameter: (inputs, outputs), or one row for a
   * bias.
   */
  Shape stored() {
    return isBias()
        ? new Shape(1, dimensions.get(0))
        : new Shape(dimensions.get(1), dimensions.get(0));
  }
}
