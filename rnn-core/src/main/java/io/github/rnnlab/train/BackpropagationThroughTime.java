package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Parameters;
import io.github.rnnlab.model.Pass;

/**
 * The loss of a batch of windows and its gradient: the model is unrolled over the whole window,
 * from a hidden state of zeros, and the error flows back through every step (Werbos,
 * "Backpropagation through time", Proc. IEEE 78, 1990).
 *
 * <p>Its memory is allocated once, for T steps of B windows, and serves one thread at a time; a
 * second one is refused with an {@link IllegalStateException}.
 */
public final class BackpropagationThroughTime {
  private final LanguageModel model;
  private final Pass pass;
  private final int[] inputs;
  private final int[] targets;

  /** Allocates for windows of {@code steps + 1} characters, {@code batch} of them at a time. */
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
   * Computes the summed loss alone.
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
