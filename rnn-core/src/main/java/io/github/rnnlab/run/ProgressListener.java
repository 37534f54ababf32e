package io.github.rnnlab.run;

/**
 * Hears what an experiment does while it runs; called on the experiment's own thread. A lambda
 * hears of epochs alone.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Takes one line for the log, without a line feed. */
  default void note(String line) {}

  /** Takes the state of training in the middle of an epoch; at most some four times a second. */
  default void progress(Progress progress) {}

  /** Takes the outcome of an epoch. */
  void epochDone(EpochLoss epoch);
}
