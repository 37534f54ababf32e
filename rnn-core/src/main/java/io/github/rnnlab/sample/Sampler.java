package io.github.rnnlab.sample;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.FloatMath;

/**
 * Writes text one character at a time: the state is warmed on the prompt, then each character is
 * drawn from the softmax of the logits divided by the temperature, and read back in.
 *
 * <p>Any number of threads may write with one sampler, or with several of one model, at once: they
 * share the weights, which nobody may change meanwhile, and each text has buffers of its own. It is
 * written by the thread that asks for it, whatever threads the model's backend has, and is the same
 * whoever else writes.
 */
public final class Sampler {
  private final LanguageModel model;

  /** Allocates nothing yet. */
  public Sampler(LanguageModel model) {
    this.model = model;
  }

  /**
   * Continues a prompt.
   *
   * @param prompt ids of at least one character
   * @param length how many characters to write after it
   * @param temperature below 1 the likelier characters gain, above 1 the others; 0 always takes the
   *     likeliest, the first of equals
   * @param random where choices are drawn from, one number per character; this thread's own
   * @return the ids of the new characters
   */
  public int[] continueFrom(int[] prompt, int length, double temperature, RandomStream random) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException("a prompt needs at least one character");
    }
    Reader reader = new Reader(model.alone());
    for (int id : prompt) {
      reader.read(id);
    }
    int[] written = new int[length];
    for (int i = 0; i < length; i++) {
      written[i] =
          temperature == 0 ? reader.likeliest() : reader.draw(temperature, random.nextDouble());
      reader.read(written[i]);
    }
    return written;
  }

  /** One text: the state after what was read of it, and what may come next. */
  private static final class Reader {
    private final LanguageModel model;
    private final Pass pass;
    private final float[] logits;
    private final int[] character = new int[1];

    /** Starts with nothing read; the model is for this reader alone. */
    Reader(LanguageModel model) {
      this.model = model;
      pass = model.pass(1, 1);
      logits = new float[model.shape().vocabulary()];
      pass.startFromZero();
      pass.freezeWeights();
    }

    void read(int id) {
      character[0] = id;
      model.forward(character, pass);
      pass.startFromLastState();
      model.backend().read(pass.logits(), logits);
    }

    int likeliest() {
      int best = 0;
      for (int id = 1; id < logits.length; id++) {
        best = logits[id] > logits[best] ? id : best;
      }
      return best;
    }

    /**
     * The first character at which the cumulated probability exceeds a number that is uniform in
     * [0, 1).
     */
    int draw(double temperature, double uniform) {
      float max = logits[likeliest()];
      double sum = 0;
      for (int id = 0; id < logits.length; id++) {
        logits[id] = FloatMath.exp((float) ((logits[id] - max) / temperature));
        sum += logits[id];
      }
      double threshold = uniform * sum;
      double cumulated = 0;
      int last = 0;
      for (int id = 0; id < logits.length; id++) {
        if (logits[id] > 0) {
          cumulated += logits[id];
          last = id;
          if (cumulated > threshold) {
            return id;
          }
        }
      }
      return last;
    }
  }
}
