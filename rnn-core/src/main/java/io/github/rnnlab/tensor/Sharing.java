package io.github.rnnlab.tensor;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives work to a team if the team gets on with it sooner than one thread alone.
 *
 * <p>With pieces of some ten microseconds that depends on the machine: on how far apart its
 * processors are, and on how long it takes to bring what one wrote to the cache of another. So both
 * ways are tried in turns, over some passes, and the better one is taken until the next trial. What
 * the caller does between the pieces counts: it meets what others wrote, too. Who does a share
 * never changes a result.
 */
final class Sharing {
  /** Pieces of work in a trial of one way: at least ten passes over a window. */
  private static final int TRIAL = 256;

  /** The first pieces of a trial, which wake threads and move data, do not count. */
  private static final int START = 32;

  /** Pieces from one trial to the next, at first, while the compiler is still at work. */
  private static final int FIRST_ROUND = 4 * TRIAL;

  private static final int LONGEST_ROUND = 128 * TRIAL;

  private final Consumer<ThreadTeam.Work> team;
  private final LongSupplier nanoTime;
  private int round = FIRST_ROUND;
  private int piece;
  private boolean together = true;
  private long start;
  private long timeTogether;

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
    if (together) {
      team.accept(work);
    } else {
      work.run(0, 1);
    }
    piece++;
    if (piece <= 2 * TRIAL) {
      takeTime();
    } else if (piece >= round) {
      piece = 0;
      together = true;
      round = Math.min(2 * round, LONGEST_ROUND);
    }
  }

  private void takeTime() {
    if (piece % TRIAL == START) {
      start = nanoTime.getAsLong();
    } else if (piece == TRIAL) {
      timeTogether = nanoTime.getAsLong() - start;
      together = false;
    } else if (piece == 2 * TRIAL) {
      together = timeTogether < nanoTime.getAsLong() - start;
    }
  }
}
