package io.github.rnnlab.train;

import io.github.rnnlab.random.Permutation;
import io.github.rnnlab.random.RandomStream;
import java.util.function.LongUnaryOperator;

/**
 * Which windows an epoch trains on, and in which order. A subset is drawn once, without
 * replacement; every epoch goes through it in an order of its own, or always in the order of the
 * draw. Nothing is stored: an order is a function of the position.
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
    this.subset =
        wanted < available
            ? new Permutation(available, RandomStream.named(seed, "subset"))::at
            : LongUnaryOperator.identity();
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
