package io.github.rnnlab.maven.run;

/** A worker did not succeed; the message is ready for the user. */
public final class WorkerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean userInput;

  /**
   * Describes a failure.
   *
   * @param userInput whether what the user gave is at fault, and not the run
   */
  WorkerFailedException(String message, boolean userInput) {
    super(message);
    this.userInput = userInput;
  }

  public boolean isUserInput() {
    return userInput;
  }
}
