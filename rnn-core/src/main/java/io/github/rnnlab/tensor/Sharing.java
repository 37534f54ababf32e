package io.github.rnnlab.tensor;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives work to a team of threads if the team is faster than one thread alone.
 *
 * <p>With pieces of some ten to some hundred microseconds, that depends on the machine: on how far
 * apart its processors are, and on how long it takes to bring what one wrote to the cache of
 * another. A virtual machine's processors may be moved at any time. A trial therefore takes both
 * ways in turns now and then, and the way with the better median is taken until the next trial; a
 * neighbor that takes a processor away for a moment decides nothing. A trial times stretches of
 * passes; each stretch is as much work as any other, whatever pieces a pass has. The caller's work
 * between the pieces counts, because it too reads what others wrote. Who does a share never changes
 * a result.
 */
final class Sharing {
  /** Passes of a trial that go one way before the other way takes its turn. */
  private static final int STRETCH = 16;

  /** The first passes of a stretch, which wake threads and move data, do not count. */
  private static final int START = 4;

  /** Stretches of each way in a trial. */
  private static final int STRETCHES = 3;

  private static final int TRIAL = 2 * STRETCHES * STRETCH;

  /** Passes from one trial to the next, at first, while the compiler is still at work. */
  private static final int FIRST_ROUND = 2 * TRIAL;

  private static final int LONGEST_ROUND = 16 * TRIAL;

  private final Consumer<ThreadTeam.Work> team;
  private final LongSupplier nanoTime;
  private final long[] timesTogether = new long[STRETCHES];
  private final long[] timesAlone = new long[STRETCHES];
  private int round = FIRST_ROUND;
  private int pass;
  private boolean together = true;
  private long start;

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
    if (pass <= TRIAL) {
      takeTime();
    } else if (pass >= round) {
      pass = 0;
      together = true;
      round = Math.min(2 * round, LONGEST_ROUND);
    }
  }

  private void takeTime() {
    if (pass % STRETCH == START) {
      start = nanoTime.getAsLong();
    } else if (pass % STRETCH == 0) {
      long[] times = together ? timesTogether : timesAlone;
      times[(pass - 1) / (2 * STRETCH)] = nanoTime.getAsLong() - start;
      together = pass < TRIAL ? !together : median(timesTogether) < median(timesAlone);
    }
  }

  /** Returns the median and leaves the times in order. */
  private static long median(long[] times) {
    Arrays.sort(times);
    return times[STRETCHES / 2];
  }
}
