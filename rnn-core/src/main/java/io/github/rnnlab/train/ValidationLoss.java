package io.github.rnnlab.train;

import org.jspecify.annotations.Nullable;

/**
 * The loss on held-out text, in nats per token.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param windows mean over the validation windows, each from a hidden state of zeros
 * @param streaming mean over the whole text as one stream, with the state carried along; null where
 *     the text is given as windows, which may overlap
 */
public record ValidationLoss(double windows, @Nullable Double streaming) {
  /** Returns whether every loss is finite. */
  public boolean isFinite() {
    return Double.isFinite(windows) && (streaming == null || Double.isFinite(streaming));
  }
}
