package io.github.rnnlab.sample;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Tokenizer;

/** The text that a model reads before it generates. */
final class Prompt {
  private static final String WHERE = "generation.prompt";
  private static final String LINE_FEED = "\n";
  private static final String SPACE = " ";

  private Prompt() {}

  /**
   * Returns the ids of a configured prompt. A line feed, the default, asks for a fresh start; in a
   * vocabulary without line feeds, a space or else the first token replaces it.
   *
   * @throws InvalidInputException if a prompt is empty or has a token outside the vocabulary
   */
  static int[] ids(String configured, Tokenizer tokenizer) {
    if (configured.equals(LINE_FEED) && !tokenizer.contains(LINE_FEED)) {
      return tokenizer.contains(SPACE) ? tokenizer.encode(SPACE, WHERE) : new int[] {0};
    }
    if (configured.isEmpty()) {
      throw new InvalidInputException(
          WHERE, "an empty text", "at least one character", "Give the model something to read.");
    }
    return tokenizer.encode(configured, WHERE);
  }
}
