package io.github.rnnlab.model;

import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.ParameterShape.Purpose;
import io.github.rnnlab.random.RandomStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A distribution of a model's initial weights.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public enum Initialization {
  /** Weights are drawn from N(0, 1) times a scale, and biases are 0, as in the notebook. */
  NORMAL,

  /** All parameters are uniform within 1 / sqrt(H) of 0, as PyTorch's recurrent layers are. */
  UNIFORM,

  /**
   * The recurrent weights of each gate are an orthogonal matrix (Saxe, McClelland and Ganguli,
   * "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR
   * 2014), so that they neither shrink nor stretch a state; other parameters are as of {@link
   * #NORMAL}.
   */
  ORTHOGONAL;

  /** Returns the initialization of a name in a config, if there is one. */
  public static Optional<Initialization> of(String name) {
    return Stream.of(values()).filter(value -> value.configName().equals(name)).findFirst();
  }

  /** Returns the name of this initialization in a config, such as {@code normal}. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Draws the numbers of a parameter, in the order of its file. */
  float[] draw(ParameterShape shape, int hidden, double scale, RandomStream stream) {
    float[] values = new float[shape.size()];
    if (this == UNIFORM) {
      double bound = 1 / Math.sqrt(hidden);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((2 * stream.nextDouble() - 1) * bound);
      }
    } else if (this == ORTHOGONAL && shape.purpose() == Purpose.RECURRENT) {
      for (int gate = 0; gate < shape.gates(); gate++) {
        drawOrthogonal(values, gate * shape.gateSize(), hidden, stream);
      }
    } else if (!shape.isBias()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (stream.nextGaussian() * scale);
      }
    }
    return values;
  }

  /** Draws a Gaussian matrix, each row made orthogonal to those before (Gram and Schmidt). */
  private static void drawOrthogonal(float[] values, int start, int size, RandomStream stream) {
    double[][] rows = new double[size][size];
    for (int i = 0; i < size; i++) {
      do {
        for (int j = 0; j < size; j++) {
          rows[i][j] = stream.nextGaussian();
        }
      } while (!orthonormalize(rows, i));
      for (int j = 0; j < size; j++) {
        values[start + i * size + j] = (float) rows[i][j];
      }
    }
  }

  /**
   * Removes the directions of the rows before from row i, twice, because the first time leaves
   * rounding errors. Returns false if next to nothing is left.
   */
  private static boolean orthonormalize(double[][] rows, int i) {
    double[] row = rows[i];
    double before = Math.sqrt(dot(row, row));
    for (int round = 0; round < 2; round++) {
      for (int other = 0; other < i; other++) {
        double share = dot(row, rows[other]);
        for (int j = 0; j < row.length; j++) {
          row[j] -= share * rows[other][j];
        }
      }
    }
    double length = Math.sqrt(dot(row, row));
    for (int j = 0; j < row.length; j++) {
      row[j] /= length;
    }
    return length > 1e-6 * before;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
