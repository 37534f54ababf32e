package io.github.rnnlab.train;

import io.github.rnnlab.corpus.Split;

/**
 * What to train on and how.
 *
 * @param split the windows to learn from and those to judge by
 * @param order the windows of each epoch
 * @param epochs passes over these windows, at least 1
 * @param batchSize windows per step of the optimiser; the last step of an epoch takes what is left
 */
public record TrainingPlan(Split split, WindowOrder order, int epochs, int batchSize) {
  /** Returns T, the predictions in a window. */
  public int steps() {
    return split.training().length() - 1;
  }

  /** Returns the optimiser's steps in an epoch. */
  public long stepsPerEpoch() {
    return (order.count() + batchSize - 1) / batchSize;
  }
}
