package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Parameters;
import io.github.rnnlab.model.Pass;

/**
 * Computes the loss of a batch of windows and its gradient. It unrolls the model over the whole
 * window, from a hidden state of zeros, and takes the error back through every step (Werbos,
 * "Backpropagation through time", Proc. IEEE 78, 1990).
 *
 * <p>It allocates its memory once, for T steps of B windows. It serves one thread at a time, and
 * refuses a second one with an {@link IllegalStateException}.
 */
public final class BackpropagationThroughTime {
  private final LanguageModel model;
  private final Pass pass;
  private final int[] inputs;
  private final int[] targets;

  /** Allocates memory for {@code batch} windows of {@code steps + 1} tokens at a time. */
  public BackpropagationThroughTime(LanguageModel model, int steps, int batch) {
    this.model = model;
    pass = model.pass(steps, batch);
    inputs = new int[Math.multiplyExact(steps, batch)];
    targets = new int[inputs.length];
  }

  /** Returns B. */
  public int batch() {
    return pass.batch();
  }

  /**
   * Returns this for B windows, or one of its own size for another number, such as that of the last
   * batch of an epoch.
   */
  BackpropagationThroughTime of(int windows) {
    return windows == batch()
        ? this
        : new BackpropagationThroughTime(model, inputs.length / batch(), windows);
  }

  /**
   * Computes the summed loss without its gradient.
   *
   * @param windows at least B windows of T + 1 ids
   * @return the cross-entropy of all T B predictions together, in nats
   */
  public double loss(int[][] windows) {
    boolean entered = pass.use().enter();
    try {
      arrange(windows);
      pass.startFromZero();
      model.forward(inputs, pass);
      return model.loss(targets, pass);
    } finally {
      pass.use().leave(entered);
    }
  }

  /**
   * Computes the summed loss, and the gradient of the mean loss.
   *
   * @param windows at least B windows of T + 1 ids
   * @param gradients overwritten
   * @return the cross-entropy of all T B predictions together, in nats
   */
  public double lossAndGradients(int[][] windows, Parameters gradients) {
    boolean entered = pass.use().enter();
    try {
      arrange(windows);
      pass.startFromZero();
      return model.lossAndGradients(inputs, targets, pass, gradients);
    } finally {
      pass.use().leave(entered);
    }
  }

  /** Each character predicts the next one; rows are time-major. */
  private void arrange(int[][] windows) {
    int batch = pass.batch();
    for (int t = 0; t < pass.steps(); t++) {
      for (int b = 0; b < batch; b++) {
        inputs[t * batch + b] = windows[b][t];
        targets[t * batch + b] = windows[b][t + 1];
      }
    }
  }
}
