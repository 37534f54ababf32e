package io.github.rnnlab.trained;

import java.util.Locale;

/** Which weights of a run write text. */
public enum Weights {
  /** Those that a finished run has left, or else those of its checkpoints. */
  FINISHED,
  /** Those after the epoch with the least validation loss so far, of the checkpoints. */
  BEST,
  /** Those of the last checkpoint. */
  NEWEST;

  /** Returns the name in options, such as {@code best}. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
