package io.github.rnnlab.run;

/** Receives the progress of an experiment, on the experiment's own thread. */
@FunctionalInterface
public interface ProgressListener {
  /** Receives one line for the log, without a line feed. */
  default void note(String line) {}

  /** Receives a line for the log about what trains, but is hardly meant. */
  default void warn(String line) {
    note(line);
  }

  /** Receives the state of training within an epoch, at most about four times a second. */
  default void progress(Progress progress) {}

  /**
   * Training was interrupted, and is saved.
   *
   * @param step the steps that were taken, from which the next run goes on
   * @param steps the steps of the whole run
   */
  default void stopped(long step, long steps) {}

  /** Receives the losses of a finished epoch. */
  void epochDone(EpochLoss epoch);
}
