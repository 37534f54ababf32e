package io.github.rnnlab.sweep;

import io.github.rnnlab.run.ProgressListener;

/** Receives the progress of a sweep, on the threads of its runs, several at a time. */
public interface SweepListener {
  /**
   * A rung begins.
   *
   * @param rung from 1 on
   * @param rungs how many there are
   * @param trials how many trials train on it
   * @param runs how many runs they need
   */
  void rung(int rung, int rungs, int trials, int runs);

  /**
   * A run begins to train.
   *
   * @return what receives its progress
   */
  ProgressListener began(SweepRun run);

  /**
   * A run has ended.
   *
   * @param trained whether it was trained now; otherwise it was up to date
   */
  void ended(SweepRun run, RunResult result, boolean trained);
}
