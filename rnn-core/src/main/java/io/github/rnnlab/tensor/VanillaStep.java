package io.github.rnnlab.tensor;

/**
 * The vanilla cell (Elman, "Finding structure in time", Cognitive Science 14, 1990). With x the
 * input, h' the former state and h the next:
 *
 * <pre>
 *   h = tanh(Wx x + Wh h' + b)
 * </pre>
 *
 * The gradient of the sum, from that of h, which is dh:
 *
 * <pre>
 *   da = dh (1 - h^2)
 * </pre>
 *
 * The weights' gradients follow from da outside: {@code dWx = da x^T}, {@code dWh = da h'^T}, and
 * {@code Wh^T da} reaches h'.
 */
final class VanillaStep extends Step {
  VanillaStep(Recurrence recurrence) {
    super(recurrence);
  }

  @Override
  void forward(int row) {
    int next = row + batch;
    for (int j = 0; j < units; j++) {
      hidden.set(next, j, FloatMath.tanh(hidden.at(next, j)));
    }
  }

  @Override
  void backward(int row) {
    for (int j = 0; j < units; j++) {
      float h = hidden.at(row + batch, j);
      dHidden.set(row, j, dHidden.at(row, j) * Math.fma(-h, h, 1));
    }
  }
}
