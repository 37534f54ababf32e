package io.github.rnnlab.train;

/**
 * Where training stands. Together with the weights and moments it decides all that follows: the
 * orders of the epochs are functions of the seed and the position, so no random stream has a state
 * to keep.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param epoch the epoch that runs, counted from 1
 * @param step its steps so far; those of a whole epoch if only its end is left to come
 * @param epochLoss the summed loss of these steps, in nats
 */
public record Position(int epoch, long step, double epochLoss) {
  /** Before the first step. */
  public static final Position START = new Position(1, 0, 0);

  /** Checks that there is such a place. */
  public Position {
    if (epoch < 1 || step < 0) {
      throw new IllegalArgumentException("no position: epoch " + epoch + ", step " + step);
    }
  }
}
