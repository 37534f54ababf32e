package io.github.rnnlab.train;

import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The vanilla RNN once more, from the formulas: in doubles, in plain loops over the notebook's
 * orientation, one window after the other. It shares nothing with what it judges.
 */
final class ReferenceRnn {
  /** A derivative that is left out on purpose, to see whether a comparison notices. */
  enum Fault {
    NONE,
    NO_TANH_DERIVATIVE,
    NO_FLOW_THROUGH_TIME
  }

  private final Map<String, double[][]> weights;

  /** Takes over weights by name, one row per output; a bias is a single row. */
  ReferenceRnn(Map<String, double[][]> weights) {
    this.weights = weights;
  }

  /** Widens a model's weights. */
  static ReferenceRnn of(Parameters parameters) {
    return new ReferenceRnn(rows(parameters));
  }

  /** Returns parameters as rows of doubles. */
  static Map<String, double[][]> rows(Parameters parameters) {
    Map<String, double[][]> rows = new LinkedHashMap<>();
    for (ParameterShape shape : parameters.shapes()) {
      float[] values = parameters.read(shape);
      int columns = shape.dimensions().get(shape.dimensions().size() - 1);
      double[][] matrix = new double[values.length / columns][columns];
      for (int i = 0; i < values.length; i++) {
        matrix[i / columns][i % columns] = values[i];
      }
      rows.put(shape.name(), matrix);
    }
    return rows;
  }

  /** Returns the weights, to be changed at will. */
  Map<String, double[][]> weights() {
    return weights;
  }

  /** Returns the mean cross-entropy of all predictions. */
  double loss(int[][] windows) {
    double sum = 0;
    for (int[] window : windows) {
      double[][] p = probabilities(window, states(window));
      for (int t = 0; t < p.length; t++) {
        sum -= StrictMath.log(p[t][window[t + 1]]);
      }
    }
    return sum / predictions(windows);
  }

  /** Returns the gradient of {@link #loss}. */
  Map<String, double[][]> gradients(int[][] windows, Fault fault) {
    Map<String, double[][]> gradients = new LinkedHashMap<>();
    weights.forEach((name, w) -> gradients.put(name, new double[w.length][w[0].length]));
    double[][] dWxh = matrix(gradients, "Wxh");
    double[][] dWhh = matrix(gradients, "Whh");
    double[] dbh = matrix(gradients, "bh")[0];
    double[][] dWhy = matrix(gradients, "Why");
    double[] dby = matrix(gradients, "by")[0];
    double[][] whh = matrix(weights, "Whh");
    double[][] why = matrix(weights, "Why");
    int hidden = whh.length;
    for (int[] window : windows) {
      double[][] h = states(window);
      double[][] dy = probabilities(window, h);
      double[] dhFromNext = new double[hidden];
      for (int t = window.length - 2; t >= 0; t--) {
        dy[t][window[t + 1]] -= 1;
        double[] dh = dhFromNext.clone();
        for (int k = 0; k < why.length; k++) {
          dy[t][k] /= predictions(windows);
          dby[k] += dy[t][k];
          for (int j = 0; j < hidden; j++) {
            dWhy[k][j] += dy[t][k] * h[t + 1][j];
            dh[j] += dy[t][k] * why[k][j];
          }
        }
        dhFromNext = new double[hidden];
        for (int i = 0; i < hidden; i++) {
          double slope = fault == Fault.NO_TANH_DERIVATIVE ? 1 : 1 - h[t + 1][i] * h[t + 1][i];
          double da = dh[i] * slope;
          dbh[i] += da;
          dWxh[i][window[t]] += da;
          for (int j = 0; j < hidden; j++) {
            dWhh[i][j] += da * h[t][j];
            dhFromNext[j] += fault == Fault.NO_FLOW_THROUGH_TIME ? 0 : da * whh[i][j];
          }
        }
      }
    }
    return gradients;
  }

  /** Returns h[-1], which is zero, to h[T-1]. */
  private double[][] states(int[] window) {
    double[][] wxh = matrix(weights, "Wxh");
    double[][] whh = matrix(weights, "Whh");
    double[] bh = matrix(weights, "bh")[0];
    double[][] h = new double[window.length][bh.length];
    for (int t = 0; t < window.length - 1; t++) {
      for (int i = 0; i < bh.length; i++) {
        double sum = wxh[i][window[t]] + bh[i];
        for (int j = 0; j < bh.length; j++) {
          sum += whh[i][j] * h[t][j];
        }
        h[t + 1][i] = StrictMath.tanh(sum);
      }
    }
    return h;
  }

  private double[][] probabilities(int[] window, double[][] h) {
    double[][] why = matrix(weights, "Why");
    double[] by = matrix(weights, "by")[0];
    double[][] p = new double[window.length - 1][by.length];
    for (int t = 0; t < p.length; t++) {
      double total = 0;
      for (int k = 0; k < by.length; k++) {
        double logit = by[k];
        for (int j = 0; j < h[t + 1].length; j++) {
          logit += why[k][j] * h[t + 1][j];
        }
        p[t][k] = StrictMath.exp(logit);
        total += p[t][k];
      }
      for (int k = 0; k < by.length; k++) {
        p[t][k] /= total;
      }
    }
    return p;
  }

  private static int predictions(int[][] windows) {
    return windows.length * (windows[0].length - 1);
  }

  private static double[][] matrix(Map<String, double[][]> matrices, String name) {
    return Objects.requireNonNull(matrices.get(name));
  }
}
