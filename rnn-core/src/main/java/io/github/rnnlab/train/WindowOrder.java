package io.github.rnnlab.train;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.random.Permutation;
import io.github.rnnlab.random.RandomStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongUnaryOperator;

/**
 * Decides which windows an epoch trains on, and in which order. It draws a subset once, without
 * replacement. Every epoch goes through the subset in an order of its own, or always in the order
 * of the corpus. A random order is a function of the position and needs no memory; only an
 * unshuffled subset is stored.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public final class WindowOrder {
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8L;

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
   * @throws InvalidInputException if more windows are drawn and not shuffled than an array holds
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
    if (count > LONGEST_ARRAY) {
      throw new InvalidInputException(
          "training.windows",
          String.format(Locale.ROOT, "%,d of %,d windows in their own order", count, available),
          String.format(Locale.ROOT, "at most %,d", LONGEST_ARRAY),
          "Lower training.windows, or set training.shuffle to true, which needs no memory.");
    }
    long[] inOrder = new long[(int) count];
    Arrays.setAll(inOrder, drawn::at);
    Arrays.sort(inOrder);
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
