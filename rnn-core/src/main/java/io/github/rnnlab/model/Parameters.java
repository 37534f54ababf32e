package io.github.rnnlab.model;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Block;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Shape;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Named parameters in one flat block of a backend: the weights of a model, or anything of their
 * shapes, such as gradients and moments.
 *
 * <p>Matrices hold them as they are used, some of them turned. {@link #read} and {@link #write}
 * speak the notebook's orientation, (outputs, inputs).
 *
 * <p>Any number of threads may read at once, also while others compute with the numbers; whoever
 * changes them does so alone.
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

  /** Returns the matrix that holds a parameter, of the shape that {@link ParameterShape} states. */
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
    if (shape.turned()) {
      Matrix turned = backend.allocate(/* rows= */ stored.columns(), /* columns= */ stored.rows());
      // Others may be computing with the backend.
      backend.alone().transpose(stored, turned);
      backend.read(turned, values);
    } else {
      backend.read(stored, values);
    }
    return values;
  }

  /** Sets a parameter from its numbers, row by row in the notebook's orientation. */
  public void write(ParameterShape shape, float[] values) {
    Matrix stored = matrix(shape.name());
    if (shape.turned()) {
      Matrix turned = backend.allocate(/* rows= */ stored.columns(), /* columns= */ stored.rows());
      backend.write(values, turned);
      backend.transpose(turned, stored);
    } else {
      backend.write(values, stored);
    }
  }

  /** Returns a copy of all parameters under their names, in the notebook's orientation. */
  public Map<String, Safetensors.Tensor> tensors() {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (ParameterShape shape : shapes) {
      tensors.put(shape.name(), new Safetensors.Tensor(shape.dimensions(), read(shape)));
    }
    return tensors;
  }

  /**
   * Sets every parameter from the tensor of its name.
   *
   * @param where the JSON path or flag that names the file, such as {@code model.initialWeights}
   * @throws InvalidInputException if the file lacks a tensor, has another one, or has one of
   *     another shape or with a number that is not finite; the parameters are then untouched
   */
  public void load(Safetensors file, String where) {
    requireFit(shapes, file, where);
    for (ParameterShape shape : shapes) {
      write(shape, tensor(file, shape).values());
    }
  }

  /** Checks that {@link #load} would accept a file. */
  static void requireFit(List<ParameterShape> shapes, Safetensors file, String where) {
    Set<String> extra = new LinkedHashSet<>(file.tensors().keySet());
    for (ParameterShape shape : shapes) {
      if (!extra.remove(shape.name())) {
        throw misfit(where, "no " + shape.name() + " among " + file.tensors().keySet(), shape);
      }
      Safetensors.Tensor tensor = tensor(file, shape);
      if (!tensor.shape().equals(shape.dimensions())) {
        throw misfit(where, shape.name() + " of shape " + tensor.shape(), shape);
      }
      for (int i = 0; i < tensor.values().length; i++) {
        if (!Float.isFinite(tensor.values()[i])) {
          throw new InvalidInputException(
              where,
              tensor.values()[i] + " as number " + i + " of " + shape.name(),
              "finite numbers",
              "Train again with a lower learning rate.");
        }
      }
    }
    if (!extra.isEmpty()) {
      List<String> names = shapes.stream().map(ParameterShape::name).toList();
      throw new InvalidInputException(
          where, "other tensors too: " + extra, "only " + names, "Use weights of the same cell.");
    }
  }

  /**
   * Returns the SHA-256 of all numbers, as 32-bit floats, little-endian, in the order of the block
   * and the notebook's orientation: that of the numbers in a model file.
   */
  public String sha256() {
    MessageDigest digest = Sha256.digest();
    addTo(digest);
    return Sha256.hex(digest);
  }

  /** Feeds a digest what {@link #sha256()} hashes. */
  public void addTo(MessageDigest digest) {
    for (ParameterShape shape : shapes) {
      Sha256.update(digest, read(shape));
    }
  }

  /** Returns the SHA-256 of each parameter's numbers by its name, in the order of the block. */
  public Map<String, String> sha256ByName() {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (ParameterShape shape : shapes) {
      MessageDigest digest = Sha256.digest();
      Sha256.update(digest, read(shape));
      hashes.put(shape.name(), Sha256.hex(digest));
    }
    return hashes;
  }

  /** Whether no number is infinite or NaN. */
  public boolean isFinite() {
    for (ParameterShape shape : shapes) {
      float[] values = new float[shape.size()];
      backend.read(matrix(shape.name()), values);
      for (float value : values) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  private static Safetensors.Tensor tensor(Safetensors file, ParameterShape shape) {
    return Objects.requireNonNull(file.tensors().get(shape.name()));
  }

  private static InvalidInputException misfit(String where, String found, ParameterShape shape) {
    return new InvalidInputException(
        where,
        found,
        shape.name() + " of shape " + shape.dimensions(),
        "Use weights of the same cell, hidden size and vocabulary.");
  }
}
