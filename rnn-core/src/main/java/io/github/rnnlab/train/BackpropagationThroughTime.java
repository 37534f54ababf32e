package io.github.rnnlab.train;

import io.github.rnnlab.model.Dropout;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.model.Shard;
import io.github.rnnlab.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Computes the loss of a batch of windows and its gradient. It unrolls the model over the whole
 * window, from states of zeros or carried ones, and takes the error back through every step of the
 * window (Werbos, "Backpropagation through time", Proc. IEEE 78, 1990).
 *
 * <p>It allocates its memory once, for T steps of B windows. It serves one thread at a time, and
 * refuses a second one with an {@link IllegalStateException}.
 */
public final class BackpropagationThroughTime {
  private final LanguageModel model;
  private final Dropout dropout;
  private final Pass pass;
  private final int[] inputs;
  private final int[] targets;

  /** Allocates memory for {@code batch} windows of {@code steps + 1} tokens at a time. */
  public BackpropagationThroughTime(LanguageModel model, int steps, int batch) {
    this(model, steps, batch, Dropout.NONE);
  }

  /** As the other, for training with dropout. */
  BackpropagationThroughTime(LanguageModel model, int steps, int batch, Dropout dropout) {
    this.model = model;
    this.dropout = dropout;
    pass = model.pass(steps, batch, dropout);
    inputs = new int[Math.multiplyExact(steps, batch)];
    targets = new int[inputs.length];
  }

  /** Returns B. */
  public int batch() {
    return pass.batch();
  }

  /**
   * Returns this for T steps of B windows, or one of its own size for others, such as those of the
   * last batch of an epoch.
   */
  BackpropagationThroughTime of(int windows, int steps) {
    return windows == batch() && steps == pass.steps()
        ? this
        : new BackpropagationThroughTime(model, steps, windows, dropout);
  }

  /**
   * Computes the summed loss, and the gradient of the mean loss.
   *
   * @param windows at least B windows of T + 1 ids
   * @param gradients overwritten
   * @return the cross-entropy of all T B predictions together, in nats
   */
  public double lossAndGradients(int[][] windows, Parameters gradients) {
    return lossAndGradients(windows, Shard.whole(batch()), gradients, null, 1);
  }

  /**
   * Computes the summed loss of a shard, and the gradient of its mean loss, which does not reach
   * back beyond the windows.
   *
   * @param windows of the whole batch, each of at least T + 1 ids
   * @param shard of B sequences
   * @param gradients overwritten
   * @param states the states to start from, as {@link LanguageModel#states} makes them for the
   *     whole batch; those of the shard become those after the last step; null for zeros
   * @param step of training, counted from 1, which decides what is dropped
   * @return the cross-entropy of all T B predictions together, in nats
   */
  double lossAndGradients(
      int[][] windows, Shard shard, Parameters gradients, @Nullable Parameters states, long step) {
    boolean entered = pass.use().enter();
    try {
      pass.drop(step, shard);
      arrange(windows, shard.first());
      if (states == null) {
        pass.startFromZero();
        return model.lossAndGradients(inputs, targets, pass, gradients);
      }
      pass.startFrom(states, shard);
      double loss = model.lossAndGradients(inputs, targets, pass, gradients);
      pass.keepLastStates(states, shard);
      return loss;
    } finally {
      pass.use().leave(entered);
    }
  }

  /** Each character predicts the next one; rows are time-major. */
  private void arrange(int[][] windows, int first) {
    int batch = pass.batch();
    for (int t = 0; t < pass.steps(); t++) {
      for (int b = 0; b < batch; b++) {
        inputs[t * batch + b] = windows[first + b][t];
        targets[t * batch + b] = windows[first + b][t + 1];
      }
    }
  }
}
