package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.tensor.SoleUse;
import io.github.rnnlab.token.Windows;
import java.util.concurrent.CancellationException;

/**
 * Computes the mean loss over windows, each from a hidden state of zeros. It draws nothing at
 * random and changes no weight.
 *
 * <p>It serves one thread at a time, and refuses a second one with an {@link
 * IllegalStateException}.
 */
public final class Evaluation {
  /** The most windows that are evaluated side by side. */
  public static final int BATCH = 16;

  private final Windows windows;
  private final int[][] batch;
  private final BackpropagationThroughTime whole;
  private final SoleUse use = new SoleUse("an evaluation", "Give each thread one of its own.");

  /** Allocates memory for these windows, of which there is at least one. */
  public Evaluation(LanguageModel model, Windows windows) {
    int steps = windows.length() - 1;
    this.windows = windows;
    int rows = (int) Math.min(BATCH, windows.count());
    this.batch = new int[rows][windows.length()];
    this.whole = new BackpropagationThroughTime(model, steps, rows);
  }

  /**
   * Returns the mean loss in nats per character.
   *
   * @throws CancellationException if the thread is interrupted
   */
  public double meanLoss() {
    boolean entered = use.enter();
    try {
      return computeMeanLoss();
    } finally {
      use.leave(entered);
    }
  }

  private double computeMeanLoss() {
    long count = windows.count();
    double loss = 0;
    for (long first = 0; first < count; first += whole.batch()) {
      int rows = (int) Math.min(whole.batch(), count - first);
      for (int row = 0; row < rows; row++) {
        windows.read(first + row, batch[row]);
      }
      loss += whole.of(rows, windows.length() - 1).loss(batch);
      unwindIfInterrupted();
    }
    return loss / (count * (windows.length() - 1.0));
  }

  /**
   * Throws if the thread is interrupted: a large text takes longer than someone who asked to stop
   * will wait.
   */
  static void unwindIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("asked to stop");
    }
  }
}
