package io.github.rnnlab.train;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.model.Dropout;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import java.util.Locale;

/**
 * A training plan: what to train on, in which steps and for how long.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param split the windows to train on and those to validate on
 * @param batches the batches of an epoch, one for each step of the optimizer
 * @param shardSize the most sequences of a shard, the part of a batch whose gradient is computed by
 *     itself
 * @param epochs passes over these batches, at least 1
 * @param dropout what each step leaves out
 * @param clipNorm the largest norm that the gradient of a step may have; 0 for any
 * @param clipValue the largest magnitude of its numbers, before that; 0 for any
 * @param validateEvery epochs from one validation to the next, at least 1
 */
public record TrainingPlan(
    Split split,
    Batches batches,
    int shardSize,
    int epochs,
    Dropout dropout,
    double clipNorm,
    double clipValue,
    int validateEvery) {
  /**
   * Checks that the steps of all epochs can be counted.
   *
   * @throws InvalidInputException if there are more than a {@code long} holds
   */
  public TrainingPlan {
    long steps = batches.count();
    if (Math.multiplyHigh(steps, epochs) != 0 || steps * epochs < 0) {
      throw new InvalidInputException(
          "training.epochs",
          String.format(Locale.ROOT, "%,d epochs of %,d steps", epochs, steps),
          "fewer than 2^63 steps in all",
          "Lower training.epochs.");
    }
  }

  /** Returns a plan of the same training without validation. */
  public TrainingPlan withoutValidation() {
    Windows judged = split.validation();
    Windows none =
        new Windows(judged.tokens(), judged.to(), judged.to(), judged.length(), judged.stride());
    return new TrainingPlan(
        new Split(split.training(), none, split.test()),
        batches,
        shardSize,
        epochs,
        dropout,
        clipNorm,
        clipValue,
        validateEvery);
  }

  /** Returns the number of the optimizer's steps in an epoch. */
  public long stepsPerEpoch() {
    return batches.count();
  }

  /** Returns the number of the optimizer's steps in all epochs. */
  public long allSteps() {
    return Math.multiplyExact(stepsPerEpoch(), epochs);
  }

  /**
   * Returns the number of predictions that the first {@code stepsOfEpoch} steps of an epoch learn
   * from.
   */
  public long predictions(long stepsOfEpoch) {
    return batches.predictions(stepsOfEpoch);
  }

  /** Returns whether the model is validated after an epoch; it always is after the last. */
  public boolean validatesAfter(int epoch) {
    return epoch % validateEvery == 0 || epoch == epochs;
  }

  /** Returns how many validations follow the first {@code epochs} epochs. */
  public long validationsAfter(int epochs) {
    return epochs >= this.epochs
        ? 0
        : (this.epochs - 1) / validateEvery - epochs / validateEvery + 1;
  }
}
