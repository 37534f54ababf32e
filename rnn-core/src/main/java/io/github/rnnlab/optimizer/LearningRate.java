package io.github.rnnlab.optimizer;

/**
 * The learning rate of each step: a schedule, as PyTorch's {@code torch.optim.lr_scheduler} has it,
 * in doubles with {@link StrictMath}. It is a function of the position and, for {@link #plateau},
 * of the validation losses so far, so a run that resumes goes on with the same rates.
 *
 * <p>One thread at a time may use it.
 */
public interface LearningRate {
  /**
   * Returns the rate of a step.
   *
   * @param epoch of the step, counted from 1
   * @param step of the run, counted from 1
   */
  double of(int epoch, long step);

  /** Hears of the validation loss after an epoch. */
  default void judged(double validationLoss) {}

  /** Returns the same rate for every step. */
  static LearningRate constant(double rate) {
    return (epoch, step) -> rate;
  }

  /**
   * Returns a rate that is multiplied by a factor after every so many epochs, as by {@code StepLR}.
   */
  static LearningRate step(double rate, int everyEpochs, double factor) {
    return (epoch, step) -> rate * StrictMath.pow(factor, (double) ((epoch - 1) / everyEpochs));
  }

  /**
   * Returns a rate that is multiplied by a factor after every epoch from {@code fromEpoch} on, as
   * by {@code ExponentialLR}.
   */
  static LearningRate exponential(double rate, int fromEpoch, double factor) {
    return (epoch, step) -> rate * StrictMath.pow(factor, (double) Math.max(0, epoch - fromEpoch));
  }

  /**
   * Returns a rate that rises linearly over the first steps and then falls along half a cosine, as
   * by {@code LinearLR} and then {@code CosineAnnealingLR} (Loshchilov and Hutter, "SGDR", ICLR
   * 2017):
   *
   * <pre>
   *   rate s / (warmup + 1)                                           up to s = warmup
   *   minimum + (rate - minimum) (1 + cos(pi (s - 1 - warmup) / (steps - warmup))) / 2   after it
   * </pre>
   *
   * @param warmupSteps 0 for none
   * @param steps of the whole run, more than those of the warm-up
   */
  static LearningRate cosine(double rate, long warmupSteps, long steps, double minimum) {
    return (epoch, step) -> {
      if (step <= warmupSteps) {
        return rate * step / (warmupSteps + 1.0);
      }
      double done = (step - 1.0 - warmupSteps) / (steps - warmupSteps);
      return minimum + (rate - minimum) * (1 + StrictMath.cos(StrictMath.PI * done)) / 2;
    };
  }

  /**
   * Returns a rate that is multiplied by a factor when the validation loss has not improved for
   * more than {@code patience} validations, as by {@code ReduceLROnPlateau}.
   */
  static LearningRate plateau(double rate, double factor, int patience, double minimum) {
    return new Plateau(rate, factor, patience, minimum);
  }
}
