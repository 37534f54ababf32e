package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
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

  /** The most logits that are held at once, unless a single step has more. */
  private static final long MOST_LOGITS = 1L << 25;

  private final LanguageModel model;
  private final Windows windows;
  private final int[][] batch;
  private final int[] inputs;
  private final int[] targets;
  private final Pass whole;
  private final SoleUse use = new SoleUse("an evaluation", "Give each thread one of its own.");

  /** Allocates memory for these windows, of which there is at least one. */
  public Evaluation(LanguageModel model, Windows windows) {
    this(model, windows, MOST_LOGITS);
  }

  /** As {@link #Evaluation(LanguageModel, Windows)}, with so many logits at once. */
  Evaluation(LanguageModel model, Windows windows, long mostLogits) {
    this.model = model;
    this.windows = windows;
    int rows = (int) Math.min(BATCH, windows.count());
    this.batch = new int[rows][windows.length()];
    this.whole =
        model.pass(steps(windows.length() - 1, model.shape().vocabulary(), mostLogits), rows);
    this.inputs = new int[whole.steps() * rows];
    this.targets = new int[inputs.length];
  }

  /**
   * Returns how many steps of a window are evaluated at once: all of them, or half of them, or half
   * of these and so on, until their logits fit or half would be an odd number: a single vanilla
   * sequence sums odd steps otherwise than even ones. The state is carried from one to the next, so
   * the loss is the same.
   */
  public static int steps(int all, int vocabulary) {
    return steps(all, vocabulary, MOST_LOGITS);
  }

  private static int steps(int all, int vocabulary, long mostLogits) {
    int steps = all;
    while (steps % 4 == 0 && (long) steps * BATCH * vocabulary > mostLogits) {
      steps /= 2;
    }
    return steps;
  }

  /**
   * Returns the mean loss in nats per token.
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
      loss += loss(rows == whole.batch() ? whole : model.pass(whole.steps(), rows));
      unwindIfInterrupted();
    }
    return loss / (count * (windows.length() - 1.0));
  }

  /** Returns the summed loss of the first windows of the batch, some steps after the other. */
  private double loss(Pass pass) {
    double loss = 0;
    pass.startFromZero();
    for (int from = 0; from < windows.length() - 1; from += pass.steps()) {
      if (from > 0) {
        pass.startFromLastState();
      }
      arrange(from, pass);
      model.forward(inputs, pass);
      loss = model.loss(loss, targets, pass);
    }
    return loss;
  }

  /** Each token predicts the next one; rows are time-major. */
  private void arrange(int from, Pass pass) {
    for (int t = 0; t < pass.steps(); t++) {
      for (int b = 0; b < pass.batch(); b++) {
        inputs[t * pass.batch() + b] = batch[b][from + t];
        targets[t * pass.batch() + b] = batch[b][from + t + 1];
      }
    }
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
