package io.github.rnnlab.train;

import io.github.rnnlab.model.Shard;

/**
 * A step of training and its batch.
 *
 * <p>One thread at a time may use it, since the sequences are overwritten by those of the next
 * step.
 *
 * @param number of the step, counted from 1 over all epochs
 * @param sequences of the batch: the ids of inputs and one more; rows and ids behind may be left
 *     from others
 * @param rows the number of sequences
 * @param length T, the predictions of a sequence
 * @param shardSize the number of sequences of a shard; the last may have fewer
 */
public record TrainingStep(long number, int[][] sequences, int rows, int length, int shardSize) {
  /** Returns the number of shards. */
  public int shards() {
    return (rows - 1) / shardSize + 1;
  }

  /** Returns a shard, counted from 0. */
  public Shard shard(int index) {
    int first = index * shardSize;
    return new Shard(first, Math.min(shardSize, rows - first), rows);
  }
}
