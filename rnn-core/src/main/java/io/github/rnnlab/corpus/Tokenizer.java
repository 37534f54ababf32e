package io.github.rnnlab.corpus;

import io.github.rnnlab.InvalidInputException;

/**
 * Turns a text into the ids of its tokens, which a model reads and predicts, and back. Losses are
 * nats per token.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public sealed interface Tokenizer permits Vocabulary {
  /** Returns the number of tokens: the V of a model. */
  int size();

  /** Returns the text of a token in [0, size). */
  String symbol(int id);

  /** Returns whether a text is one of the tokens. */
  boolean contains(String symbol);

  /**
   * Returns the ids of a text's tokens.
   *
   * @param where the JSON path or flag that holds the text, such as {@code generation.prompt}
   * @throws InvalidInputException naming the first part that is no token
   */
  int[] encode(String text, String where);

  /** Returns the text of ids in [0, size). */
  String decode(int[] ids);
}
