package io.github.rnnlab.train;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import java.util.Locale;

/**
 * A training plan: the windows, their order, and how long and in which steps to train on them.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param split the windows to train on and those to validate on
 * @param order the windows of each epoch
 * @param epochs passes over these windows, at least 1
 * @param batchSize windows per step of the optimizer; the last step of an epoch takes those that
 *     are left
 * @param clipNorm the largest norm that the gradient of a step may have; 0 for any
 * @param validateEvery epochs from one validation to the next, at least 1
 */
public record TrainingPlan(
    Split split, WindowOrder order, int epochs, int batchSize, double clipNorm, int validateEvery) {
  /**
   * Checks that the steps of all epochs can be counted.
   *
   * @throws InvalidInputException if there are more than a {@code long} holds
   */
  public TrainingPlan {
    long steps = (order.count() + batchSize - 1) / batchSize;
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
        new Split(split.training(), none), order, epochs, batchSize, clipNorm, validateEvery);
  }

  /** Returns T, the predictions in a window. */
  public int steps() {
    return split.training().length() - 1;
  }

  /** Returns the number of the optimizer's steps in an epoch. */
  public long stepsPerEpoch() {
    return (order.count() + batchSize - 1) / batchSize;
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
    return Math.min(stepsOfEpoch * batchSize, order.count()) * steps();
  }

  /** Returns whether the model is validated after an epoch; it always is after the last. */
  public boolean validatesAfter(int epoch) {
    return epoch % validateEvery == 0 || epoch == epochs;
  }
}
