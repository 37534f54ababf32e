package io.github.rnnlab.train;

import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;

/**
 * Clips a gradient by its norm (Pascanu, Mikolov and Bengio, "On the difficulty of training
 * recurrent neural networks", ICML 2013, algorithm 1), as PyTorch's {@code clip_grad_norm_} does:
 *
 * <pre>
 *   norm = sqrt(sum of g g over all parameters)
 *   g = g min(1, maxNorm / (norm + 1e-6))
 * </pre>
 *
 * <p>Before that, it can clip each number by its value, as PyTorch's {@code clip_grad_value_} does.
 *
 * <p>Clipped by its norm, the gradient keeps its direction; a step along a steep wall of the loss
 * becomes no longer than any other.
 */
final class GradientClipping {
  /** Keeps the quotient finite; PyTorch's value. */
  private static final double EPSILON = 1e-6;

  private final Backend backend;
  private final double maxNorm;
  private final float maxValue;
  private double measured = Double.NaN;

  /**
   * Clips gradients that a backend owns.
   *
   * @param maxNorm the largest norm that a gradient may keep; 0 for any
   * @param maxValue the largest magnitude that a number may keep; 0 for any
   */
  GradientClipping(Backend backend, double maxNorm, double maxValue) {
    this.backend = backend;
    this.maxNorm = maxNorm;
    this.maxValue = (float) maxValue;
  }

  /** Returns the norm of a gradient that is not clipped yet, which the next call clips. */
  double norm(Parameters gradients) {
    measured = backend.norm(gradients.block());
    return measured;
  }

  /** Clips a gradient in place. */
  void apply(Parameters gradients) {
    double norm = measured;
    measured = Double.NaN;
    if (maxValue != 0) {
      backend.clamp(gradients.block(), maxValue);
      norm = Double.NaN;
    }
    if (maxNorm == 0) {
      return;
    }
    if (Double.isNaN(norm)) {
      norm = backend.norm(gradients.block());
    }
    float factor = (float) (maxNorm / (norm + EPSILON));
    if (factor < 1) {
      backend.scale(gradients.block(), factor);
    }
  }
}
