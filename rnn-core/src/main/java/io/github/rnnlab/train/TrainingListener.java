package io.github.rnnlab.train;

import org.jspecify.annotations.Nullable;

/** Hears what training does, on the training thread. */
public interface TrainingListener {
  /**
   * Called after every step of the optimiser.
   *
   * @param epoch counted from 1
   * @param step of this epoch, counted from 1
   * @param meanLoss of the epoch so far, in nats per character
   */
  void stepDone(int epoch, long step, double meanLoss);

  /**
   * Called after every epoch.
   *
   * @param epoch counted from 1
   * @param trainingLoss mean over the epoch's predictions, each made before the step that learnt
   *     from it, in nats
   * @param validationLoss mean over the validation windows after the epoch, in nats; null without
   *     such windows
   */
  void epochDone(int epoch, double trainingLoss, @Nullable Double validationLoss);
}
