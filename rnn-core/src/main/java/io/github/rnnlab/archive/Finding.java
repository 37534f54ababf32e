package io.github.rnnlab.archive;

import io.github.rnnlab.Printable;

/**
 * What a verification found to be otherwise than the archive says.
 *
 * @param kind what sort of difference
 * @param message for people: what was found, what was expected, and what to do
 */
public record Finding(Kind kind, String message) {
  /** Makes the message printable: it quotes files. */
  public Finding {
    message = Printable.line(message);
  }

  /** What sort of difference; those further down are looked for only if there is none above. */
  public enum Kind {
    /** There is no archive. */
    NOTHING_ARCHIVED,
    /** The archive is not as {@code rnn:archive} left it: damaged, truncated or edited. */
    BROKEN_ARCHIVE,
    /** Something else was asked for than what is archived: config, corpus, weights or numerics. */
    NOT_COMPARABLE,
    /** A checkpoint is not one of the archived run. */
    WRONG_CHECKPOINT,
    /** The same was asked for, and something else came out. */
    DIVERGED
  }

  /** Describes a finding as messages do everywhere: place, found, expected, what to do. */
  public static Finding of(Kind kind, String where, String found, String expected, String advice) {
    return new Finding(kind, where + ": found " + found + ", expected " + expected + ". " + advice);
  }
}
