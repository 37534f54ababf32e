package io.github.rnnlab.schedule;

import static java.util.Objects.requireNonNull;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig.Schedule;
import io.github.rnnlab.config.ExperimentConfig.Training;
import io.github.rnnlab.optimizer.LearningRate;
import java.util.Locale;

/** Makes the learning rates that a config asks for. */
public final class LearningRates {
  private LearningRates() {}

  /**
   * Returns the learning rates from the first step on.
   *
   * @param steps of the whole run
   * @throws InvalidInputException if the run ends before its warm-up does
   */
  public static LearningRate of(Training training, long steps) {
    Schedule schedule = training.schedule();
    double rate = training.optimizer().learningRate();
    return switch (schedule.type()) {
      case "step" ->
          LearningRate.step(rate, requireNonNull(schedule.everyEpochs()), factor(schedule));
      case "exponential" ->
          LearningRate.exponential(rate, requireNonNull(schedule.fromEpoch()), factor(schedule));
      case "cosine" -> LearningRate.cosine(rate, warmup(schedule, steps), steps, minimum(schedule));
      case "plateau" ->
          LearningRate.plateau(
              rate, factor(schedule), requireNonNull(schedule.patience()), minimum(schedule));
      default -> LearningRate.constant(rate);
    };
  }

  private static long warmup(Schedule schedule, long steps) {
    long warmup = requireNonNull(schedule.warmupSteps());
    if (warmup >= steps) {
      throw new InvalidInputException(
          "training.schedule.warmupSteps",
          String.format(Locale.ROOT, "%,d in a run of %,d steps", warmup, steps),
          "fewer than the run has",
          "Lower it, or raise training.epochs.");
    }
    return warmup;
  }

  private static double factor(Schedule schedule) {
    return requireNonNull(schedule.factor());
  }

  private static double minimum(Schedule schedule) {
    return requireNonNull(schedule.minLearningRate());
  }
}
