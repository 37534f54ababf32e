package io.github.rnnlab;

/**
 * User input that does not meet an expectation: a config key, a file, a parameter. The message is
 * for that user. It says on one line what was found, what was expected and what to do; see {@link
 * Printable}.
 */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Describes an unmet expectation.
   *
   * @param where the JSON path, flag or file at fault, such as {@code training.epochs}
   * @param found what stands there, such as {@code 0}
   * @param expected what may stand there, such as {@code a whole number of at least 1}
   * @param fix a full sentence that says what to do
   */
  public InvalidInputException(String where, String found, String expected, String fix) {
    super(message(where, found, expected, fix));
  }

  /** As above, with the failure that revealed it. */
  public InvalidInputException(
      String where, String found, String expected, String fix, Throwable cause) {
    super(message(where, found, expected, fix), cause);
  }

  private static String message(String where, String found, String expected, String fix) {
    return Printable.part(where)
        + ": found "
        + Printable.part(found)
        + ", expected "
        + Printable.part(expected)
        + ". "
        + Printable.part(fix);
  }
}
