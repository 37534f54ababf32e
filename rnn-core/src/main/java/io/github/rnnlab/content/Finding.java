package io.github.rnnlab.content;

import io.github.rnnlab.InvalidInputException;

/**
 * What a file holds that is not what was expected. Immutable.
 *
 * @param found what it holds, for messages
 * @param conversion how to make of it what was expected, as sentences
 * @param setting which key of a config takes the file as it is, as a sentence; empty for none
 */
public record Finding(String found, String conversion, String setting) {
  /** Returns the refusal of a corpus. */
  public InvalidInputException refusalOfCorpus(String where) {
    String fix = setting.isEmpty() ? conversion : conversion + " " + setting;
    return new InvalidInputException(where, found, "text in UTF-8", fix);
  }

  /** Returns the refusal of a file of another kind. */
  public InvalidInputException refusal(String where, String expected) {
    return new InvalidInputException(where, found, expected, conversion);
  }
}
