package io.github.rnnlab.model;

/**
 * Some neighboring sequences of a batch, whose gradient is computed by itself.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param first the position in the batch of the first sequence, counted from 0
 * @param rows the number of sequences, at least 1
 * @param of the number of sequences of the whole batch
 */
public record Shard(int first, int rows, int of) {
  /** Checks that these are sequences of the batch. */
  public Shard {
    if (first < 0 || rows < 1 || rows > of - first) {
      throw new IllegalArgumentException(rows + " sequences from " + first + " on, of " + of);
    }
  }

  /** Returns a batch as its only shard. */
  public static Shard whole(int rows) {
    return new Shard(0, rows, rows);
  }

  /** Returns whether this is the whole batch. */
  public boolean isWhole() {
    return rows == of;
  }

  /** Returns the share of the batch's sequences, rounded once. */
  public float share() {
    return (float) ((double) rows / of);
  }
}
