package io.github.rnnlab.tensor;

/**
 * Computes softmax, cross-entropy and its gradient for some rows of logits on one thread. Each
 * operation covers all rows before the next begins, so the rows hide each other's latency.
 */
final class VectorSoftmax {
  /** The most rows at once: with a vocabulary of some hundred they fill a first-level cache. */
  static final int MOST_ROWS = 32;

  private final float[] maxima = new float[MOST_ROWS];
  private final float[] sums = new float[MOST_ROWS];
  private final float[] lanes = new float[HostMatrix.LANES];

  /**
   * Turns rows {@code [first, next)} into the gradient of the mean loss over all rows.
   *
   * @param losses receives their losses, each at the index of its row
   */
  void run(HostMatrix logits, int first, int next, int[] targets, double[] losses) {
    float[] x = logits.data;
    int start = logits.row(first);
    int rows = next - first;
    float share = 1f / logits.rows;
    hidePadding(logits, first, next);
    VectorKernels.max(x, start, logits.stride, rows, maxima);
    for (int i = 0; i < rows; i++) {
      losses[first + i] = (double) x[logits.row(first + i) + targets[first + i]] - maxima[i];
    }
    VectorKernels.exponentials(x, start, logits.stride, rows, maxima, sums, lanes);
    for (int i = 0; i < rows; i++) {
      losses[first + i] = StrictMath.log(sums[i]) - losses[first + i];
      sums[i] = share / sums[i];
    }
    VectorKernels.scale(x, start, logits.stride, rows, sums);
    for (int i = first; i < next; i++) {
      x[logits.row(i) + targets[i]] -= share;
    }
  }

  /** Padding columns get the probability 0, and with it a gradient of 0. */
  private static void hidePadding(HostMatrix logits, int first, int next) {
    for (int i = first; i < next; i++) {
      for (int j = logits.columns; j < logits.stride; j++) {
        logits.data[logits.row(i) + j] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
