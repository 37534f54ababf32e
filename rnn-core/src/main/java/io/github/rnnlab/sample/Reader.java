package io.github.rnnlab.sample;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/**
 * Reads one text: holds the state after the tokens read so far, and the logits of the next token.
 * Not safe for use by several threads.
 */
final class Reader {
  private final LanguageModel model;
  private final OptionalInt never;
  private final Pass pass;
  private final float[] logits;
  private final int[] token = new int[1];

  /**
   * Starts with nothing read.
   *
   * @param model for the calling thread alone
   * @param never the id of a token that is never to be written, whose logit is minus infinity
   */
  Reader(LanguageModel model, OptionalInt never) {
    this.model = model;
    this.never = never;
    pass = model.pass(1, 1);
    logits = new float[model.shape().vocabulary()];
    pass.startFromZero();
    pass.freezeWeights();
  }

  /** Reads a token after those read so far. */
  void read(int id) {
    forward(id);
  }

  /** Reads a token after what another reader has read last. */
  void readAfter(Reader other, int id) {
    pass.startAfter(other.pass);
    forward(id);
  }

  /** Throws if the thread is interrupted: a text takes longer than someone who stops will wait. */
  private void forward(int id) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("asked to stop");
    }
    token[0] = id;
    model.forward(token, pass);
    pass.startFromLastState();
    model.backend().read(pass.logits(), logits);
    never.ifPresent(unwritten -> logits[unwritten] = Float.NEGATIVE_INFINITY);
  }

  /** Returns the logits of the next token, which the caller may overwrite. */
  float[] logits() {
    return logits;
  }
}
