package io.github.rnnlab.train;

/**
 * A position in training: an epoch and a step. Together with the weights and moments, it decides
 * all that follows. The order of an epoch is a function of the seed and the position, so no random
 * stream has a state to keep.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param epoch the epoch that runs, counted from 1
 * @param step its steps so far; those of a whole epoch if only its end is left to come
 * @param epochLoss the summed loss of these steps, in nats
 */
public record Position(int epoch, long step, double epochLoss) {
  /** The position before the first step. */
  public static final Position START = new Position(1, 0, 0);

  /** Checks that there is such a position. */
  public Position {
    if (epoch < 1 || step < 0) {
      throw new IllegalArgumentException("no position: epoch " + epoch + ", step " + step);
    }
  }
}
