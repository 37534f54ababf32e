package io.github.rnnlab.maven.run;

/** A worker failed. The message is for the user. */
public final class WorkerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean userInput;

  /**
   * Creates a failure.
   *
   * @param userInput whether the user's input is at fault
   */
  WorkerFailedException(String message, boolean userInput) {
    super(message);
    this.userInput = userInput;
  }

  /** Returns whether the user's input is at fault. */
  public boolean isUserInput() {
    return userInput;
  }
}
