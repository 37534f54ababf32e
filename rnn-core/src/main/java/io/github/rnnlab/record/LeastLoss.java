package io.github.rnnlab.record;

import java.util.List;

/**
 * The least validation loss of the epochs so far, the first of equals. Not safe for use by several
 * threads.
 */
public final class LeastLoss {
  private double loss = Double.POSITIVE_INFINITY;
  private int epoch;
  private int lastJudged;

  /** Returns the least validation loss of some epochs. */
  public static LeastLoss of(List<EpochRecord> epochs) {
    LeastLoss least = new LeastLoss();
    epochs.forEach(least::add);
    return least;
  }

  /** Hears of the next epoch, and returns whether its validation loss is the least so far. */
  public boolean add(EpochRecord record) {
    Double found = record.validationLoss();
    if (found == null) {
      return false;
    }
    lastJudged = record.epoch();
    if (found >= loss) {
      return false;
    }
    loss = found;
    epoch = record.epoch();
    return true;
  }

  /** Returns the epoch with the least validation loss; 0 if none has one. */
  public int epoch() {
    return epoch;
  }

  /** Returns this loss in nats per token; infinite if there is none. */
  public double loss() {
    return loss;
  }

  /**
   * Returns whether training ends now: the last epoch with a validation loss comes at least so many
   * after the best one.
   *
   * @param patience in epochs; 0 for ever
   */
  public boolean isOverdue(long patience) {
    return patience > 0 && lastJudged - epoch >= patience;
  }
}
