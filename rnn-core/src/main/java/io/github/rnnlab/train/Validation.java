package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.tensor.SoleUse;
import io.github.rnnlab.token.Windows;
import org.jspecify.annotations.Nullable;

/**
 * Judges a model on held-out text. It draws nothing at random and changes no weight, so that
 * judging more often never changes training. For one thread at a time; a second one is refused with
 * an {@link IllegalStateException}.
 */
public final class Validation {
  /** The most steps of a text that are read at once as one stream. */
  public static final int STREAMED_STEPS = Streaming.STEPS;

  private final Evaluation windows;
  private final @Nullable Streaming streaming;
  private final SoleUse use = new SoleUse("a validation", "Give each thread one of its own.");

  /** Allocates for these windows, of which there is at least one. */
  public Validation(LanguageModel model, Windows heldOut) {
    windows = new Evaluation(model, heldOut);
    streaming = heldOut.tokens().columns() > 1 ? null : new Streaming(model, heldOut);
  }

  /**
   * Returns the present loss.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public ValidationLoss loss() {
    boolean entered = use.enter();
    try {
      return new ValidationLoss(
          windows.meanLoss(), streaming == null ? null : Double.valueOf(streaming.meanLoss()));
    } finally {
      use.leave(entered);
    }
  }
}
