package io.github.rnnlab.sample;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.random.RandomStream;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Generates text one token at a time. The model first reads the prompt. Each token is then drawn
 * from the softmax of the logits divided by the temperature, and read back in. A beam search looks
 * for the likeliest text instead.
 *
 * <p>Any number of threads may generate with one sampler, or with several samplers of one model, at
 * once. They share the weights, which nobody may change meanwhile; each text has buffers of its
 * own. The calling thread computes its text alone, however many threads the model's backend has. No
 * text depends on what other threads do.
 */
public final class Sampler {
  private final LanguageModel model;
  private final OptionalInt never;

  /** Makes a sampler of a model, and allocates nothing yet. */
  public Sampler(LanguageModel model) {
    this(model, OptionalInt.empty());
  }

  /**
   * Makes a sampler of a model that never writes a certain token.
   *
   * @param never the id of the token; empty for none
   */
  public Sampler(LanguageModel model, OptionalInt never) {
    this.model = model;
    this.never = never;
  }

  /**
   * Continues a prompt.
   *
   * @param prompt ids of at least one token
   * @param length how many tokens to generate after it
   * @param sampling how to choose them; its stop strings have no part in this
   * @param random the stream to draw from, one number per token unless the temperature is 0; this
   *     thread's own
   * @return the ids of the new tokens
   */
  public int[] continueFrom(int[] prompt, int length, Sampling sampling, RandomStream random) {
    int[] written = new int[length];
    int[] count = new int[1];
    continueFrom(
        prompt,
        length,
        sampling,
        random,
        id -> {
          written[count[0]++] = id;
          return true;
        });
    return written;
  }

  /**
   * Continues a prompt, and hands each token over as soon as it is chosen; a beam search chooses
   * all of them at its end.
   *
   * @param prompt ids of at least one token
   * @param length how many tokens to generate after it, at most
   * @param sampling how to choose them; its stop strings have no part in this
   * @param random the stream to draw from, one number per token unless the temperature is 0; this
   *     thread's own
   * @param goesOn receives the id of each new token, and returns whether to write another
   */
  public void continueFrom(
      int[] prompt, int length, Sampling sampling, RandomStream random, IntPredicate goesOn) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException("a prompt needs at least one character");
    }
    LanguageModel alone = model.alone();
    if (sampling.beams() != null) {
      for (int id : new BeamSearch(alone, never, prompt, length).best(sampling.beams()).ids()) {
        if (!goesOn.test(id)) {
          return;
        }
      }
      return;
    }
    Reader reader = new Reader(alone, never);
    for (int id : prompt) {
      reader.read(id);
    }
    Choice choice = new Choice(sampling);
    for (int written = 0; written < length; written++) {
      int id =
          sampling.temperature() == 0
              ? Choice.likeliest(reader.logits())
              : choice.draw(reader.logits(), random.nextDouble());
      if (!goesOn.test(id)) {
        return;
      }
      reader.read(id);
    }
  }
}
