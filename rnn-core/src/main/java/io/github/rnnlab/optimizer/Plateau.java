package io.github.rnnlab.optimizer;

/** A learning rate that falls when the validation loss no longer does. */
final class Plateau implements LearningRate {
  /** The share by which a loss must be lower than the best to count; PyTorch's value. */
  private static final double THRESHOLD = 1e-4;

  /** A rate changes by more than this or not at all; PyTorch's value. */
  private static final double LEAST_CHANGE = 1e-8;

  private final double factor;
  private final int patience;
  private final double minimum;
  private double rate;
  private double best = Double.POSITIVE_INFINITY;
  private int worse;

  Plateau(double rate, double factor, int patience, double minimum) {
    this.rate = rate;
    this.factor = factor;
    this.patience = patience;
    this.minimum = minimum;
  }

  @Override
  public double of(int epoch, long step) {
    return rate;
  }

  @Override
  public void judged(double validationLoss) {
    if (validationLoss < best * (1 - THRESHOLD)) {
      best = validationLoss;
      worse = 0;
      return;
    }
    worse++;
    if (worse > patience) {
      double lower = Math.max(rate * factor, minimum);
      rate = rate - lower > LEAST_CHANGE ? lower : rate;
      worse = 0;
    }
  }
}
