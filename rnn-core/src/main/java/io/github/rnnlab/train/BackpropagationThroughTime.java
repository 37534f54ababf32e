package io.github.rnnlab.train;

import io.github.rnnlab.model.CharRnn;
import io.github.rnnlab.model.Parameters;
import io.github.rnnlab.model.Sequence;

/**
 * The loss of a batch of windows and its gradient: the model is unrolled over the whole window,
 * from a hidden state of zeros, and the error flows back through every step (Werbos,
 * "Backpropagation through time", Proc. IEEE 78, 1990).
 *
 * <p>Its memory is allocated once, for T steps of B windows, and serves one thread at a time; a
 * second one is refused with an {@link IllegalStateException}.
 */
public final class BackpropagationThroughTime {
  private final CharRnn model;
  private final Sequence sequence;
  private final int[] inputs;
  private final int[] targets;

  /** Allocates for windows of {@code steps + 1} characters, {@code batch} of them at a time. */
  public BackpropagationThroughTime(CharRnn model, int steps, int batch) {
    this.model = model;
    sequence = model.sequence(steps, batch);
    inputs = new int[Math.multiplyExact(steps, batch)];
    targets = new int[inputs.length];
  }

  /** Returns B. */
  public int batch() {
    return sequence.batch();
  }

  /**
   * Computes the summed loss alone.
   *
   * @param windows at least B windows of T + 1 ids
   * @return the cross-entropy of all T B predictions together, in nats
   */
  public double loss(int[][] windows) {
    boolean entered = sequence.use().enter();
    try {
      arrange(windows);
      sequence.startFromZero();
      model.forward(inputs, sequence);
      return model.loss(targets, sequence);
    } finally {
      sequence.use().leave(entered);
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
    boolean entered = sequence.use().enter();
    try {
      arrange(windows);
      sequence.startFromZero();
      return model.lossAndGradients(inputs, targets, sequence, gradients);
    } finally {
      sequence.use().leave(entered);
    }
  }

  /** Each character predicts the next one; rows are time-major. */
  private void arrange(int[][] windows) {
    int batch = sequence.batch();
    for (int t = 0; t < sequence.steps(); t++) {
      for (int b = 0; b < batch; b++) {
        inputs[t * batch + b] = windows[b][t];
        targets[t * batch + b] = windows[b][t + 1];
      }
    }
  }
}
