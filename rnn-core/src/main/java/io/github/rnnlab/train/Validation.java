package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.tensor.SoleUse;
import io.github.rnnlab.token.Windows;
import org.jspecify.annotations.Nullable;

/**
 * Computes the loss of a model on held-out text. It draws nothing at random and changes no weight,
 * so validating more often never changes training.
 *
 * <p>It serves one thread at a time, and refuses a second one with an {@link
 * IllegalStateException}.
 */
public final class Validation {
  /** The most steps of a text that are read at once as one stream. */
  public static final int STREAMED_STEPS = Streaming.STEPS;

  private final Evaluation windows;
  private final @Nullable Streaming streaming;
  private final SoleUse use = new SoleUse("a validation", "Give each thread one of its own.");

  /** Allocates memory for these windows, of which there is at least one. */
  public Validation(LanguageModel model, Windows heldOut) {
    windows = new Evaluation(model, heldOut);
    streaming = heldOut.tokens().columns() > 1 ? null : new Streaming(model, heldOut);
  }

  /**
   * Computes the loss with the present weights.
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
