package io.github.rnnlab.train;

/**
 * The batches that an epoch trains on, one for each step of the optimizer: {@link WindowBatches}
 * that are independent of each other, or {@link StreamBatches} that continue each other.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public sealed interface Batches permits WindowBatches, StreamBatches {
  /** Returns B, the most sequences of a batch. */
  int size();

  /** Returns T, the most predictions of a sequence. */
  int length();

  /** Returns the number of batches of an epoch. */
  long count();

  /** Returns the number of sequences of all batches of an epoch together. */
  long sequences();

  /** Returns the number of predictions of the first {@code batches} of an epoch together. */
  long predictions(long batches);

  /** Returns the number of sequences of the last batch of an epoch; all others have B. */
  int lastSize();

  /** Returns the number of predictions of a sequence in the last batch; all others have T. */
  int lastLength();

  /**
   * Returns whether each batch starts from the states that the one before it ended with. All start
   * from zeros otherwise, and so does the first of an epoch.
   */
  boolean carryStates();

  /** Returns the batches of an epoch, counted from 1. */
  Epoch epoch(int epoch);

  /** The batches of one epoch. */
  interface Epoch {
    /**
     * Copies a batch.
     *
     * @param index in [0, count)
     * @param sequences receives the ids of each sequence: its inputs and one more; longer or more
     *     rows keep what they hold behind them
     */
    void read(long index, int[][] sequences);
  }
}
