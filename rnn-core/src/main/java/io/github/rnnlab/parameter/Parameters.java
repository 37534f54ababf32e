package io.github.rnnlab.parameter;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Block;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Shape;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Named parameters in one flat block of a backend: the weights of a model, or numbers of the same
 * shapes, such as gradients and moments; or the states that a pass hands to the next.
 *
 * <p>Matrices hold them as computations read them: one for each gate, some of them transposed.
 * {@link #read} and {@link #write} use the orientation of a model file, (outputs, inputs).
 *
 * <p>Any number of threads may read at once, also while others compute with the numbers. A thread
 * that changes them must be alone with them.
 */
public final class Parameters {
  private final Backend backend;
  private final List<ParameterShape> shapes;
  private final Block block;
  private final Map<String, List<Matrix>> matrices = new LinkedHashMap<>();

  /** Allocates parameters of zeros. */
  public Parameters(Backend backend, List<ParameterShape> shapes) {
    this.backend = backend;
    this.shapes = List.copyOf(shapes);
    this.block =
        backend.allocate(
            shapes.stream().flatMap(shape -> shape.stored().stream()).toArray(Shape[]::new));
    int first = 0;
    for (ParameterShape shape : shapes) {
      matrices.put(shape.name(), block.matrices().subList(first, first + shape.gates()));
      first += shape.gates();
    }
  }

  /** Allocates parameters of zeros, of the same names and shapes. */
  public Parameters zerosLike() {
    return new Parameters(backend, shapes);
  }

  /** Returns the names and shapes, in the order of the block. */
  public List<ParameterShape> shapes() {
    return shapes;
  }

  /** Returns how many numbers all parameters have together. */
  public long count() {
    return shapes.stream().mapToLong(ParameterShape::count).sum();
  }

  /** Returns the flat block. */
  public Block block() {
    return block;
  }

  /**
   * Returns the matrices that hold a parameter, one for each gate, of the shape that {@link
   * ParameterShape} states.
   */
  public List<Matrix> gates(String name) {
    List<Matrix> gates = matrices.get(name);
    if (gates == null) {
      throw new IllegalArgumentException("no parameter " + name + " among " + matrices.keySet());
    }
    return gates;
  }

  /** Returns the matrix that holds a parameter without gates. */
  public Matrix matrix(String name) {
    List<Matrix> gates = gates(name);
    if (gates.size() != 1) {
      throw new IllegalArgumentException(name + " has " + gates.size() + " gates");
    }
    return gates.get(0);
  }

  /** Returns a copy of a parameter, row by row in the orientation of its file. */
  public float[] read(ParameterShape shape) {
    float[] values = new float[shape.size()];
    int size = shape.gateSize();
    float[] part = shape.gates() == 1 ? values : new float[size];
    List<Matrix> gates = gates(shape.name());
    for (int gate = 0; gate < gates.size(); gate++) {
      Matrix stored = gates.get(gate);
      if (shape.transposed()) {
        Matrix copy = backend.allocate(/* rows= */ stored.columns(), /* columns= */ stored.rows());
        // Others may be computing with the backend.
        backend.alone().transpose(stored, copy);
        backend.read(copy, part);
      } else {
        backend.read(stored, part);
      }
      if (part != values) {
        System.arraycopy(part, 0, values, gate * size, size);
      }
    }
    return values;
  }

  /** Sets all parameters from tensors of their names and shapes, as {@link #tensors} makes them. */
  public void write(Map<String, Safetensors.Tensor> tensors) {
    for (ParameterShape shape : shapes) {
      write(shape, Objects.requireNonNull(tensors.get(shape.name()), shape.name()).values());
    }
  }

  /** Sets a parameter from its numbers, row by row in the orientation of its file. */
  public void write(ParameterShape shape, float[] values) {
    int size = shape.gateSize();
    List<Matrix> gates = gates(shape.name());
    for (int gate = 0; gate < gates.size(); gate++) {
      Matrix stored = gates.get(gate);
      float[] part =
          shape.gates() == 1 ? values : Arrays.copyOfRange(values, gate * size, (gate + 1) * size);
      if (shape.transposed()) {
        Matrix copy = backend.allocate(/* rows= */ stored.columns(), /* columns= */ stored.rows());
        backend.write(part, copy);
        backend.transpose(copy, stored);
      } else {
        backend.write(part, stored);
      }
    }
  }

  /** Returns a copy of all parameters under their names, in the orientation of their file. */
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
   * @throws InvalidInputException if the file lacks a tensor, has an extra one, or has one of
   *     another shape or with a number that is not finite; the parameters are then untouched
   */
  public void load(Safetensors file, String where) {
    requireFit(shapes, file, where);
    for (ParameterShape shape : shapes) {
      write(shape, tensor(file, shape).values());
    }
  }

  /**
   * Checks that {@link #load} would accept a file.
   *
   * @param shapes those of the parameters to load
   * @throws InvalidInputException as {@link #load} does
   */
  public static void requireFit(List<ParameterShape> shapes, Safetensors file, String where) {
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
   * and the orientation of a model file. It is also that of the numbers in the file.
   */
  public String sha256() {
    MessageDigest digest = Sha256.digest();
    addTo(digest);
    return Sha256.hex(digest);
  }

  /** Feeds a digest the bytes that {@link #sha256()} hashes. */
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

  /** Returns whether every number is finite. */
  public boolean isFinite() {
    for (ParameterShape shape : shapes) {
      float[] values = new float[shape.gateSize()];
      for (Matrix gate : gates(shape.name())) {
        backend.read(gate, values);
        for (float value : values) {
          if (!Float.isFinite(value)) {
            return false;
          }
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
        "Use weights of the same cell, layers, hidden size and vocabulary.");
  }
}
