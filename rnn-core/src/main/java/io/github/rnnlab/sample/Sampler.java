package io.github.rnnlab.sample;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.FloatMath;

/**
 * Generates text one token at a time. The model first reads the prompt. Each token is then drawn
 * from the softmax of the logits divided by the temperature, and read back in.
 *
 * <p>Any number of threads may generate with one sampler, or with several samplers of one model, at
 * once. They share the weights, which nobody may change meanwhile; each text has buffers of its
 * own. The calling thread computes its text alone, however many threads the model's backend has. No
 * text depends on what other threads do.
 */
public final class Sampler {
  private final LanguageModel model;

  /** Makes a sampler of a model, and allocates nothing yet. */
  public Sampler(LanguageModel model) {
    this.model = model;
  }

  /**
   * Continues a prompt.
   *
   * @param prompt ids of at least one token
   * @param length how many tokens to generate after it
   * @param temperature divides the logits: below 1 the likelier tokens gain, above 1 the others; 0
   *     always takes the likeliest, the first of equals
   * @param random the stream to draw from, one number per token; this thread's own
   * @return the ids of the new tokens
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

  /** One text: the state after the tokens read so far, and the probabilities of the next token. */
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
     * Returns the first token at which the cumulative probability exceeds a number that is uniform
     * in [0, 1).
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
