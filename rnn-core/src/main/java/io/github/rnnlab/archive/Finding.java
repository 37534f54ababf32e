package io.github.rnnlab.archive;

import io.github.rnnlab.Printable;

/**
 * A difference between a run and its archive.
 *
 * @param kind the kind of difference
 * @param message what was found, what was expected, and what to do
 */
public record Finding(Kind kind, String message) {
  /** Makes the message printable, because it quotes files. */
  public Finding {
    message = Printable.line(message);
  }

  /** The kind of difference, in the order in which they are checked. */
  public enum Kind {
    /** There is no archive. */
    NOTHING_ARCHIVED,
    /** The archive is damaged, truncated or edited. */
    BROKEN_ARCHIVE,
    /** The config, corpus, weights or numerics differ from the archived ones. */
    NOT_COMPARABLE,
    /** A checkpoint does not belong to the archived run. */
    WRONG_CHECKPOINT,
    /** The inputs are equal, but the results differ. */
    DIVERGED
  }

  /** Builds a message from place, found value, expected value and advice. */
  public static Finding of(Kind kind, String where, String found, String expected, String advice) {
    return new Finding(kind, where + ": found " + found + ", expected " + expected + ". " + advice);
  }
}
