package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a clock of its own, which a piece of work moves on by a time for each way to do it. */
class SharingTest {
  private static final int PASSES = 200_000;

  /** A prime number of passes, so that stalls come at all places of a trial. */
  private static final int STALLS_EVERY = 97;

  private long clock;
  private final Sharing sharing = new Sharing(work -> work.run(0, 2), () -> clock);
  private int pieces;
  private int alone;
  private int passesAlone;

  @ParameterizedTest
  @CsvSource({"10, 9, 0.9, 1", "9, 10, 0, 0.05"})
  void takesTheWayThatIsSooner(long together, long alone, double leastAlone, double mostAlone) {
    assertThat(partAlone(together, alone)).isBetween(leastAlone, mostAlone);
  }

  @Test
  void noticesThatTheOtherWayHasBecomeSooner() {
    assertThat(partAlone(10, 9)).isGreaterThan(0.9);
    assertThat(partAlone(9, 10)).isLessThan(0.3);
  }

  /** However long a stall is, it is in one stretch of several. */
  @Test
  void isNotMisledByAStallInEveryTrial() {
    for (int pass = 0; pass < PASSES; pass++) {
      clock += pass % STALLS_EVERY == 0 ? 10_000 : 0;
      run(9, 10);
      sharing.endPass();
    }
    assertThat(alone / (double) PASSES).isLessThan(0.05);
  }

  @Test
  void hasEveryPieceDoneOnce() {
    partAlone(10, 9);
    assertThat(pieces).isEqualTo(PASSES);
  }

  /** A pass has one long piece together, or three shorter ones alone, which take longer. */
  @Test
  void comparesPassesAndNotPieces() {
    for (int pass = 0; pass < PASSES; pass++) {
      int before = alone;
      run(10, 4);
      while (alone > before && alone < before + 3) {
        run(10, 4);
      }
      passesAlone += alone > before ? 1 : 0;
      sharing.endPass();
    }
    assertThat(passesAlone / (double) PASSES).isLessThan(0.05);
  }

  private double partAlone(long nanosTogether, long nanosAlone) {
    alone = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      run(nanosTogether, nanosAlone);
      sharing.endPass();
    }
    return alone / (double) PASSES;
  }

  private void run(long nanosTogether, long nanosAlone) {
    sharing.run(
        (member, members) -> {
          clock += members == 1 ? nanosAlone : nanosTogether;
          alone += members == 1 ? 1 : 0;
          pieces++;
        });
  }
}
