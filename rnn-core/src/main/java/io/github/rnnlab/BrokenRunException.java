package io.github.rnnlab;

/**
 * A run broke although its input was fine: a full disk, a target that cannot be written, a loss
 * that is no longer finite. The message says what happened, where, and what to do, on one line; see
 * {@link Printable}.
 */
public final class BrokenRunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Describes what broke. */
  public BrokenRunException(String message) {
    super(Printable.message(message));
  }

  /** Describes what broke, with the failure that revealed it. */
  public BrokenRunException(String message, Throwable cause) {
    super(Printable.message(message), cause);
  }
}
