package io.github.rnnlab.tensor;

/**
 * The gated recurrent unit (Cho et al., "Learning phrase representations using RNN
 * encoder-decoder", EMNLP 2014), as PyTorch's {@code GRU}: the reset gate scales the candidate's
 * recurrent part after the product, bias included. With x the input, h' the former state, h the
 * next, s the logistic sigmoid and * by element:
 *
 * <pre>
 *   r = s(Wr x + Ur h' + br)          reset gate
 *   z = s(Wz x + Uz h' + bz)          update gate
 *   q = Un h' + cn                    the candidate's recurrent part
 *   n = tanh(Wn x + bn + r * q)       candidate
 *   h = n + z * (h' - n)
 * </pre>
 *
 * The gradients of the sums, a, and of q, from that of h, which is dh:
 *
 * <pre>
 *   dan = dh * (1 - z)  * (1 - n^2)
 *   daz = dh * (h' - n) * z (1 - z)
 *   dar = dan * q       * r (1 - r)
 *   dq  = dan * r
 *   dh' += dh * z
 * </pre>
 *
 * The weights' gradients follow outside: {@code dW = da x^T}; {@code dUr = dar h'^T}, {@code dUz =
 * daz h'^T} and {@code dUn = dq h'^T}; and {@code Ur^T dar + Uz^T daz + Un^T dq} reaches h', too.
 */
final class GruStep extends Step {
  private final HostMatrix reset;
  private final HostMatrix update;
  private final HostMatrix candidate;
  private final HostMatrix recurrentPart;

  GruStep(Recurrence recurrence) {
    super(recurrence);
    reset = (HostMatrix) recurrence.gates().get(0);
    update = (HostMatrix) recurrence.gates().get(1);
    candidate = (HostMatrix) recurrence.gates().get(2);
    recurrentPart = (HostMatrix) recurrence.gates().get(3);
  }

  @Override
  void forward(int row) {
    for (int j = 0; j < units; j++) {
      float r = FloatMath.sigmoid(reset.at(row, j));
      float z = FloatMath.sigmoid(update.at(row, j));
      float n = FloatMath.tanh(Math.fma(r, recurrentPart.at(row, j), candidate.at(row, j)));
      reset.set(row, j, r);
      update.set(row, j, z);
      candidate.set(row, j, n);
      hidden.set(row + batch, j, Math.fma(z, hidden.at(row, j) - n, n));
    }
  }

  @Override
  void backward(int row) {
    boolean first = row < batch;
    for (int j = 0; j < units; j++) {
      float r = reset.at(row, j);
      float z = update.at(row, j);
      float n = candidate.at(row, j);
      float q = recurrentPart.at(row, j);
      float dh = dHidden.at(row, j);
      float dan = dh * (1 - z) * Math.fma(-n, n, 1);
      candidate.set(row, j, dan);
      update.set(row, j, dh * (hidden.at(row, j) - n) * Math.fma(-z, z, z));
      reset.set(row, j, dan * q * Math.fma(-r, r, r));
      recurrentPart.set(row, j, dan * r);
      if (!first) {
        dHidden.set(row - batch, j, Math.fma(dh, z, dHidden.at(row - batch, j)));
      }
    }
  }
}
