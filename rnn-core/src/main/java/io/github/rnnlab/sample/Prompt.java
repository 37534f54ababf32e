package io.github.rnnlab.sample;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Tokenizer;

/**
 * The text that a model reads before it generates.
 *
 * @param text the prompt as it precedes the generated text
 * @param ids the ids of its characters
 */
record Prompt(String text, int[] ids) {
  private static final String WHERE = "generation.prompt";
  private static final String LINE_FEED = "\n";
  private static final String SPACE = " ";

  /**
   * Fits a configured prompt to a vocabulary. A line feed, the default, asks for a fresh start; in
   * a vocabulary without line feeds, a space or else the first character replaces it.
   *
   * @throws InvalidInputException if a prompt is empty or has a character outside the vocabulary
   */
  static Prompt of(String configured, Tokenizer tokenizer) {
    String text = configured;
    if (configured.equals(LINE_FEED) && !tokenizer.contains(LINE_FEED)) {
      text = tokenizer.contains(SPACE) ? SPACE : tokenizer.symbol(0);
    }
    if (text.isEmpty()) {
      throw new InvalidInputException(
          WHERE, "an empty text", "at least one character", "Give the model something to read.");
    }
    return new Prompt(text, tokenizer.encode(text, WHERE));
  }
}
