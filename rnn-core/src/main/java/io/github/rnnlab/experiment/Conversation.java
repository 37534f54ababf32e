package io.github.rnnlab.experiment;

import java.util.Optional;

/** Asks a model for text, one prompt after the other. All methods are called on one thread. */
public interface Conversation {
  /** Returns the next prompt, for which it may wait; empty to end. */
  Optional<String> nextPrompt();

  /**
   * Receives a piece of an answer, in UTF-8 or the bytes of a model of bytes, while it is written.
   */
  void piece(byte[] text);

  /** Called when an answer is whole. */
  void answered();

  /** Called instead of an answer if the model cannot read the prompt. */
  void refused(String message);
}
