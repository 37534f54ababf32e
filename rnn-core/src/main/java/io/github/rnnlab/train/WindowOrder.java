package io.github.rnnlab.train;

import io.github.rnnlab.random.Permutation;
import io.github.rnnlab.random.RandomStream;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * Which windows an epoch trains on, and in which order. A subset is drawn once, without
 * replacement; every epoch goes through it in an order of its own, or always in the order of the
 * corpus. A random order is a function of the position and needs no memory; only an unshuffled
 * subset is stored.
 */
public final class WindowOrder {
  private final long count;
  private final long seed;
  private final boolean shuffle;
  private final LongUnaryOperator subset;

  /**
   * Draws the subset from the stream {@code subset}; epochs draw from {@code shuffle/1}, {@code
   * shuffle/2} and so on.
   *
   * @param available how many windows there are, at least 1
   * @param wanted how many of them to train on; if there are no more, all of them in their own
   *     order
   * @param shuffle whether each epoch has its own order
   */
  public WindowOrder(long available, long wanted, long seed, boolean shuffle) {
    this.count = Math.min(available, wanted);
    this.seed = seed;
    this.shuffle = shuffle;
    this.subset = wanted < available ? subset(available) : LongUnaryOperator.identity();
  }

  private LongUnaryOperator subset(long available) {
    Permutation drawn = new Permutation(available, RandomStream.named(seed, "subset"));
    if (shuffle) {
      return drawn::at;
    }
    long[] inOrder = LongStream.range(0, count).map(drawn::at).sorted().toArray();
    return position -> inOrder[(int) position];
  }

  /** Returns how many windows an epoch has. */
  public long count() {
    return count;
  }

  /**
   * Returns the order of an epoch, counted from 1: from a position in [0, count) to the index of a
   * window.
   */
  public LongUnaryOperator epoch(int epoch) {
    return shuffle
        ? subset.compose(new Permutation(count, RandomStream.named(seed, "shuffle/" + epoch))::at)
        : subset;
  }
}
