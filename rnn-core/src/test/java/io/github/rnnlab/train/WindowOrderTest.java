package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowOrderTest {
  private static final long SEED = 5;

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "13, 4", "13, 12", "13, 13", "13, 99", "1000, 63"})
  void everyEpochGoesThroughTheSameSubsetOnce(long available, long wanted) {
    WindowOrder order = new WindowOrder(available, wanted, SEED, true);
    assertThat(order.count()).isEqualTo(Math.min(available, wanted));
    long[] first = epoch(order, 1);
    Set<Long> subset = distinct(first);
    assertThat(subset)
        .hasSize((int) order.count())
        .allSatisfy(window -> assertThat(window).isBetween(0L, available - 1));
    for (int epoch = 2; epoch <= 5; epoch++) {
      assertThat(epoch(order, epoch)).hasSameSizeAs(first);
      assertThat(distinct(epoch(order, epoch))).isEqualTo(subset);
    }
  }

  @Test
  void everyEpochHasAnOrderOfItsOwn() {
    WindowOrder order = new WindowOrder(200, 40, SEED, true);
    assertThat(epoch(order, 1)).isNotEqualTo(epoch(order, 2)).isNotEqualTo(epoch(order, 3));
    assertThat(epoch(order, 2)).isNotEqualTo(epoch(order, 3));
  }

  @Test
  void theSeedDecidesSubsetAndOrder() {
    long[] order = epoch(new WindowOrder(200, 40, SEED, true), 1);
    assertThat(epoch(new WindowOrder(200, 40, SEED, true), 1)).isEqualTo(order);
    assertThat(distinct(epoch(new WindowOrder(200, 40, SEED + 1, true), 1)))
        .isNotEqualTo(distinct(order));
  }

  @Test
  void anEpochCanBeAskedForAgainAndInAnyOrder() {
    WindowOrder order = new WindowOrder(50, 20, SEED, true);
    long[] third = epoch(order, 3);
    long[] first = epoch(order, 1);
    assertThat(epoch(order, 3)).isEqualTo(third);
    assertThat(epoch(order, 1)).isEqualTo(first);
  }

  @Test
  void allWindowsKeepTheOrderOfTheCorpusWithoutShuffling() {
    WindowOrder order = new WindowOrder(7, 7, SEED, false);
    assertThat(epoch(order, 1)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(epoch(order, 2)).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void aSubsetKeepsTheOrderOfTheCorpusWithoutShuffling() {
    WindowOrder order = new WindowOrder(1000, 63, SEED, false);
    assertThat(distinct(epoch(order, 1))).hasSize(63);
    assertThat(epoch(order, 1)).isSorted().isEqualTo(epoch(order, 2));
  }

  @Test
  void shufflingDoesNotChangeWhichWindowsAreDrawn() {
    assertThat(distinct(epoch(new WindowOrder(1000, 63, SEED, false), 1)))
        .isEqualTo(distinct(epoch(new WindowOrder(1000, 63, SEED, true), 1)));
  }

  private static long[] epoch(WindowOrder order, int epoch) {
    return LongStream.range(0, order.count()).map(order.epoch(epoch)).toArray();
  }

  private static Set<Long> distinct(long[] windows) {
    Set<Long> distinct = new TreeSet<>();
    for (long window : windows) {
      distinct.add(window);
    }
    return distinct;
  }

  @Test
  void refusesMoreUnshuffledWindowsThanAnArrayHolds() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new WindowOrder(5_000_000_000L, 3_000_000_000L, 1, false))
        .withMessage(
            "training.windows: found 3,000,000,000 of 5,000,000,000 windows in their own order,"
                + " expected at most 2,147,483,639. Lower training.windows, or set"
                + " training.shuffle to true, which needs no memory.");
    assertThat(new WindowOrder(5_000_000_000L, 3_000_000_000L, 1, true).count())
        .isEqualTo(3_000_000_000L);
    assertThat(
            new WindowOrder(5_000_000_000L, 5_000_000_000L, 1, false)
                .epoch(1)
                .applyAsLong(4_000_000_000L))
        .isEqualTo(4_000_000_000L);
  }
}
