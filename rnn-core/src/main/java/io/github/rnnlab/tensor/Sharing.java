package io.github.rnnlab.tensor;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives work to a team if the team does it sooner than one thread alone.
 *
 * <p>With pieces of some ten microseconds that depends on the machine: on how far apart its
 * processors are, and on how long it takes to bring what one wrote to the cache of another. So both
 * ways are tried in turns, over some passes, and the better one is taken until the next trial. Who
 * does a share never changes a result.
 */
final class Sharing {
  /** Pieces of work in a trial of one way: at least ten passes over a window. */
  private static final int TRIAL = 256;

  /** The first pieces of a trial, which wake threads and move data, do not count. */
  private static final int START = 32;

  /** Pieces from one trial to the next, at first, while the compiler is still at work. */
  private static final int FIRST_ROUND = 4 * TRIAL;

  private static final int LONGEST_ROUND = 64 * TRIAL;

  private final Consumer<ThreadTeam.Work> team;
  private final LongSupplier nanoTime;
  private int round = FIRST_ROUND;
  private int piece;
  private boolean together = true;
  private long timeTogether;
  private long timeAlone;

  /**
   * Shares work with a team.
   *
   * @param team does all shares of a piece of work
   * @param nanoTime tells the time in nanoseconds
   */
  Sharing(Consumer<ThreadTeam.Work> team, LongSupplier nanoTime) {
    this.team = team;
    this.nanoTime = nanoTime;
  }

  /** Has a piece of work done. */
  void run(ThreadTeam.Work work) {
    if (piece >= 2 * TRIAL) {
      give(work);
    } else {
      long start = nanoTime.getAsLong();
      give(work);
      count(nanoTime.getAsLong() - start);
    }
    piece++;
    if (piece == TRIAL) {
      together = false;
    } else if (piece == 2 * TRIAL) {
      together = timeTogether < timeAlone;
    } else if (piece == round) {
      startRound();
    }
  }

  private void give(ThreadTeam.Work work) {
    if (together) {
      team.accept(work);
    } else {
      work.run(0, 1);
    }
  }

  private void count(long time) {
    if (piece % TRIAL < START) {
      return;
    }
    if (together) {
      timeTogether += time;
    } else {
      timeAlone += time;
    }
  }

  private void startRound() {
    piece = 0;
    together = true;
    timeTogether = 0;
    timeAlone = 0;
    round = Math.min(2 * round, LONGEST_ROUND);
  }
}
