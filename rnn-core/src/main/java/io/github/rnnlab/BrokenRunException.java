package io.github.rnnlab;

/**
 * A run that failed although its input was valid: a full disk, an unwritable target, a loss that is
 * not finite. The message says on one line what happened, where, and what to do; see {@link
 * Printable}.
 */
public final class BrokenRunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates a failure. */
  public BrokenRunException(String message) {
    super(Printable.message(message));
  }

  /** Creates a failure with its cause. */
  public BrokenRunException(String message, Throwable cause) {
    super(Printable.message(message), cause);
  }
}
