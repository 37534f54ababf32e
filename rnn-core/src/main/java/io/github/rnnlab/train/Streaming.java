package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.token.Windows;

/**
 * Computes the mean loss over a text as one stream. From a hidden state of zeros, the model reads
 * the text from its first token to its last, and predicts every token but the first from all tokens
 * before it. It draws nothing at random and changes no weight. Its memory does not grow with the
 * text. One thread at a time may use it.
 */
public final class Streaming {
  static final int STEPS = 256;

  /** Receives what a model predicts, before the loss overwrites the logits. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after each pass.
     *
     * @param targets what follows, in the first {@code pass.steps()} elements
     * @param pass holds the logits, one row per target
     */
    void predicted(int[] targets, Pass pass);
  }

  private final LanguageModel model;
  private final Windows text;
  private final Pass whole;
  private final Pass last;
  private final int[] inputs = new int[STEPS];
  private final int[] targets = new int[STEPS];

  /** Allocates memory for the range of these windows, which has at least two tokens. */
  public Streaming(LanguageModel model, Windows text) {
    this.model = model;
    this.text = text;
    whole = model.pass(STEPS, 1);
    last = model.pass((int) ((predictions() - 1) % STEPS) + 1, 1);
  }

  /** Returns the mean loss in nats per token. */
  double meanLoss() {
    return meanLoss((targets, pass) -> {});
  }

  /**
   * Returns the mean loss in nats per token.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public double meanLoss(Listener listener) {
    double loss = 0;
    for (long done = 0; done < predictions(); done += STEPS) {
      Pass pass = predictions() - done > STEPS ? whole : last;
      if (done == 0) {
        pass.startFromZero();
      } else {
        pass.startAfter(whole);
      }
      text.tokens().read(text.from() + done, inputs, pass.steps());
      text.tokens().read(text.from() + done + 1, targets, pass.steps());
      model.forward(inputs, pass);
      listener.predicted(targets, pass);
      loss += model.loss(targets, pass);
      Evaluation.unwindIfInterrupted();
    }
    return loss / predictions();
  }

  private long predictions() {
    return text.to() - text.from() - 1;
  }
}
