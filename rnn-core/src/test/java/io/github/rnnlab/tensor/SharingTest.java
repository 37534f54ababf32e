package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a clock of its own, which a piece of work moves on by a time for each way to do it. */
class SharingTest {
  private static final int PIECES = 200_000;

  private long clock;
  private final Sharing sharing = new Sharing(work -> work.run(0, 2), () -> clock);
  private int pieces;
  private int alone;

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

  @Test
  void hasEveryPieceDoneOnce() {
    partAlone(10, 9);
    assertThat(pieces).isEqualTo(PIECES);
  }

  private double partAlone(long nanosTogether, long nanosAlone) {
    alone = 0;
    for (int piece = 0; piece < PIECES; piece++) {
      sharing.run(
          (member, members) -> {
            clock += members == 1 ? nanosAlone : nanosTogether;
            alone += members == 1 ? 1 : 0;
            pieces++;
          });
    }
    return alone / (double) PIECES;
  }
}
