package io.github.rnnlab.tensor;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives work to a team if the team gets on with it sooner than one thread alone.
 *
 * <p>With pieces of some ten microseconds that depends on the machine: on how far apart its
 * processors are, and on how long it takes to bring what one wrote to the cache of another. So both
 * ways are tried in turns, over some passes, and the better one is taken until the next trial. A
 * pass is a stretch of work that is the same in both ways, whatever pieces it has. What the caller
 * does between the pieces counts: it meets what others wrote, too. Who does a share never changes a
 * result.
 */
final class Sharing {
  /** Passes in a trial of one way. */
  private static final int TRIAL = 32;

  /** The first passes of a trial, which wake threads and move data, do not count. */
  private static final int START = 4;

  /** Passes from one trial to the next, at first, while the compiler is still at work. */
  private static final int FIRST_ROUND = 4 * TRIAL;

  private static final int LONGEST_ROUND = 128 * TRIAL;

  private final Consumer<ThreadTeam.Work> team;
  private final LongSupplier nanoTime;
  private int round = FIRST_ROUND;
  private int pass;
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
  }

  /** Notes that a pass is over. */
  void endPass() {
    pass++;
    if (pass <= 2 * TRIAL) {
      takeTime();
    } else if (pass >= round) {
      pass = 0;
      together = true;
      round = Math.min(2 * round, LONGEST_ROUND);
    }
  }

  private void takeTime() {
    if (pass % TRIAL == START) {
      start = nanoTime.getAsLong();
    } else if (pass == TRIAL) {
      timeTogether = nanoTime.getAsLong() - start;
      together = false;
    } else if (pass == 2 * TRIAL) {
      together = timeTogether < nanoTime.getAsLong() - start;
    }
  }
}
