package io.github.rnnlab.train;

import io.github.rnnlab.corpus.Windows;
import io.github.rnnlab.model.CharRnn;
import org.jspecify.annotations.Nullable;

/**
 * Judges a model on held-out text. It draws nothing at random and changes no weight, so that
 * judging more often never changes training.
 */
public final class Validation {
  private final Evaluation windows;
  private final @Nullable Streaming streaming;

  /** Allocates for these windows, of which there is at least one. */
  public Validation(CharRnn model, Windows heldOut) {
    windows = new Evaluation(model, heldOut);
    streaming = heldOut.tokens().columns() > 1 ? null : new Streaming(model, heldOut);
  }

  /**
   * Returns the present loss.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public ValidationLoss loss() {
    return new ValidationLoss(
        windows.meanLoss(), streaming == null ? null : Double.valueOf(streaming.meanLoss()));
  }
}
