package io.github.rnnlab.model;

import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Block;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named parameters in one flat block of a backend: the weights of a model, or anything of their
 * shapes, such as gradients and moments.
 *
 * <p>Matrices hold them as the cells use them, (inputs, outputs). {@link #read} and {@link #write}
 * speak the notebook's orientation, (outputs, inputs).
 */
public final class Parameters {
  private final Backend backend;
  private final List<ParameterShape> shapes;
  private final Block block;
  private final Map<String, Matrix> matrices = new LinkedHashMap<>();

  /** Allocates parameters of zeros. */
  public Parameters(Backend backend, List<ParameterShape> shapes) {
    this.backend = backend;
    this.shapes = List.copyOf(shapes);
    this.block =
        backend.allocate(shapes.stream().map(ParameterShape::stored).toArray(Shape[]::new));
    for (int i = 0; i < shapes.size(); i++) {
      matrices.put(shapes.get(i).name(), block.matrices().get(i));
    }
  }

  /** Allocates zeros of the same names and shapes. */
  public Parameters zerosLike() {
    return new Parameters(backend, shapes);
  }

  /** Returns the names and shapes, in the order of the block. */
  public List<ParameterShape> shapes() {
    return shapes;
  }

  /** Returns how many numbers all parameters have together. */
  public long count() {
    return shapes.stream().mapToLong(ParameterShape::size).sum();
  }

  /** Returns the flat block. */
  public Block block() {
    return block;
  }

  /** Returns the matrix of a parameter: (inputs, outputs) of a weight, (1, outputs) of a bias. */
  public Matrix matrix(String name) {
    Matrix matrix = matrices.get(name);
    if (matrix == null) {
      throw new IllegalArgumentException("no parameter " + name + " among " + matrices.keySet());
    }
    return matrix;
  }

  /**
   * Draws every weight from N(0, 1) * scale, in the order of the notebook's rows; biases stay as
   * they are.
   */
  public void drawWeights(RandomStream stream, double scale) {
    for (ParameterShape shape : shapes) {
      if (!shape.isBias()) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (stream.nextGaussian() * scale);
        }
        write(shape, values);
      }
    }
  }

  /** Returns a copy of a parameter, row by row in the notebook's orientation. */
  public float[] read(ParameterShape shape) {
    float[] values = new float[shape.size()];
    Matrix stored = matrix(shape.name());
    if (shape.isBias()) {
      backend.read(stored, values);
    } else {
      Matrix turned = backend.allocate(stored.columns(), stored.rows());
      backend.transpose(stored, turned);
      backend.read(turned, values);
    }
    return values;
  }

  /** Sets a parameter from its numbers, row by row in the notebook's orientation. */
  public void write(ParameterShape shape, float[] values) {
    Matrix stored = matrix(shape.name());
    if (shape.isBias()) {
      backend.write(values, stored);
    } else {
      Matrix turned = backend.allocate(stored.columns(), stored.rows());
      backend.write(values, turned);
      backend.transpose(turned, stored);
    }
  }
}
