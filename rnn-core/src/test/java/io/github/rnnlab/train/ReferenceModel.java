package io.github.rnnlab.train;

import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.tensor.Cell;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a model of any cell and number of layers once more, from the formulas: in doubles, in
 * plain loops over PyTorch's names and orientation, one window after the other. It shares nothing
 * with what it judges.
 */
final class ReferenceModel {
  private final ModelShape shape;
  private final Map<String, double[][]> weights;
  private final @Nullable Factors factors;

  /** What dropout multiplies the number of an index by, at a place and in a row of a pass. */
  interface Factors {
    double at(int place, int row, int index);
  }

  /** Takes over weights of a model without dropout. */
  ReferenceModel(ModelShape shape, Map<String, double[][]> weights) {
    this(shape, weights, null);
  }

  /** Takes over weights by name, one row per output; a bias is a single row. */
  ReferenceModel(ModelShape shape, Map<String, double[][]> weights, @Nullable Factors factors) {
    this.shape = shape;
    this.weights = weights;
    this.factors = factors;
  }

  /** Returns the mean cross-entropy of all predictions. */
  double loss(int[][] windows) {
    double sum = 0;
    int count = 0;
    for (int b = 0; b < windows.length; b++) {
      int[] window = windows[b];
      double[][] h = new double[shape.layers()][shape.hidden()];
      double[][] c = new double[shape.layers()][shape.hidden()];
      for (int t = 0; t + 1 < window.length; t++) {
        int row = t * windows.length + b;
        double[] x = dropped(input(window[t]), 0, row);
        for (int layer = 0; layer < shape.layers(); layer++) {
          step(layer, x, h, c);
          x = dropped(h[layer], layer + 1, row);
        }
        sum += crossEntropy(x, window[t + 1]);
        count++;
      }
    }
    return sum / count;
  }

  private double[] input(int token) {
    if (shape.embedding() > 0) {
      return Objects.requireNonNull(weights.get("embedding.weight"))[token];
    }
    double[] hot = new double[shape.vocabulary()];
    hot[token] = 1;
    return hot;
  }

  private double[] dropped(double[] x, int place, int row) {
    if (factors == null) {
      return x;
    }
    double[] rest = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      rest[i] = x[i] * factors.at(place, row, i);
    }
    return rest;
  }

  private void step(int layer, double[] x, double[][] h, double[][] c) {
    int units = shape.hidden();
    double[] input = product("weight_ih_l" + layer, "bias_ih_l" + layer, x);
    double[] recurrent = product("weight_hh_l" + layer, "bias_hh_l" + layer, h[layer]);
    double[] next = new double[units];
    for (int j = 0; j < units; j++) {
      if (shape.cell() == Cell.VANILLA) {
        next[j] = StrictMath.tanh(input[j] + recurrent[j]);
      } else if (shape.cell() == Cell.GRU) {
        double r = sigmoid(input[j] + recurrent[j]);
        double z = sigmoid(input[units + j] + recurrent[units + j]);
        double n = StrictMath.tanh(input[2 * units + j] + r * recurrent[2 * units + j]);
        next[j] = (1 - z) * n + z * h[layer][j];
      } else {
        double i = sigmoid(input[j] + recurrent[j]);
        double f = sigmoid(input[units + j] + recurrent[units + j]);
        double g = StrictMath.tanh(input[2 * units + j] + recurrent[2 * units + j]);
        double o = sigmoid(input[3 * units + j] + recurrent[3 * units + j]);
        c[layer][j] = f * c[layer][j] + i * g;
        next[j] = o * StrictMath.tanh(c[layer][j]);
      }
    }
    h[layer] = next;
  }

  private double crossEntropy(double[] state, int target) {
    double[] logits =
        product(shape.tied() ? "embedding.weight" : "output.weight", "output.bias", state);
    double total = 0;
    for (double logit : logits) {
      total += StrictMath.exp(logit);
    }
    return StrictMath.log(total) - logits[target];
  }

  private double[] product(String weight, String bias, double[] x) {
    double[][] w = Objects.requireNonNull(weights.get(weight));
    double[] sums = Objects.requireNonNull(weights.get(bias))[0].clone();
    for (int i = 0; i < sums.length; i++) {
      for (int k = 0; k < x.length; k++) {
        sums[i] += w[i][k] * x[k];
      }
    }
    return sums;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}
