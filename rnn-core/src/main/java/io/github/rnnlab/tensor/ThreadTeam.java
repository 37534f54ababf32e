package io.github.rnnlab.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that do one piece of work together: the caller, which is member 0, and daemon
 * threads that wait for work.
 *
 * <p>A piece lasts microseconds or little more, and the next one usually follows at once. A member
 * without work therefore looks for it for a moment before it sleeps; an idle team costs nothing.
 * With more members than processors, no member waits busily.
 *
 * <p>On a busy machine a member may be kept from its processor while the others wait for it. After
 * such a stall, the caller works alone for {@value #REST} times as long, so stalls cost at most a
 * fifth of its time. The division of work never changes a result.
 */
final class ThreadTeam implements AutoCloseable {
  /** A piece of work. Every member runs it once, for its own share. */
  @FunctionalInterface
  interface Work {
    /** Does the share of a member, counted from 0, of {@code members}. */
    void run(int member, int members);
  }

  /** How often a member looks for work before it sleeps: some hundred microseconds. */
  private static final int PATIENCE = 10_000;

  /** A wait of more nanoseconds is a stall; waking a sleeping member takes less. */
  private static final long STALL = 500_000;

  /** How long the caller works alone after a stall, in lengths of the stall. */
  private static final int REST = 4;

  private static final long LONGEST_REST = 1_000_000_000;

  /** Counters of different members are 128 bytes apart, so that no two share a cache line. */
  private static final int SPACING = 16;

  private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);

  private final int members;
  private final int patience;
  private final Thread[] helpers;

  /** How many pieces of work each helper has finished. */
  private final long[] finished;

  /** How many points within this piece of work each member has reached. */
  private final long[] arrived;

  /** 1 for each helper that sleeps or is about to. */
  private final long[] asleep;

  private boolean resting;
  private long restsUntil;
  private Work work = (member, of) -> {};
  private volatile long pieces;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  /** Starts a team; it needs to be closed. */
  ThreadTeam(int members) {
    this.members = members;
    patience = members <= Runtime.getRuntime().availableProcessors() ? PATIENCE : 0;
    finished = new long[members * SPACING];
    asleep = new long[members * SPACING];
    arrived = new long[members * SPACING];
    helpers = new Thread[members - 1];
    for (int i = 0; i < helpers.length; i++) {
      int member = i + 1;
      helpers[i] = new Thread(() -> serve(member), "rnn-" + member);
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  /** Returns the number of members, the caller included. */
  int members() {
    return members;
  }

  /**
   * Returns where the share of a member begins if {@code units} are split evenly; it ends where the
   * next begins.
   */
  static int share(int member, int members, int units) {
    return (int) ((long) units * member / members);
  }

  /**
   * Makes every member do its share, and returns when all are done. Their writes are then visible
   * to the caller.
   */
  void run(Work next) {
    if (closed) {
      throw new IllegalStateException("the team is closed");
    }
    requireNoFailure();
    if (rests()) {
      next.run(0, 1);
      return;
    }
    Arrays.fill(arrived, 0);
    work = next;
    long piece = pieces + 1;
    pieces = piece;
    for (int member = 1; member < members; member++) {
      if ((long) COUNTER.getVolatile(asleep, member * SPACING) != 0) {
        LockSupport.unpark(helpers[member - 1]);
      }
    }
    try {
      next.run(0, members);
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
    for (int member = 1; member < members; member++) {
      await(0, finished, member, piece);
    }
  }

  /** Records that a member has reached its next point within a piece of work. */
  void arrive(int member) {
    COUNTER.setRelease(arrived, member * SPACING, arrived[member * SPACING] + 1);
  }

  /** Returns how many points within this piece of work a member has reached. */
  int arrived(int member) {
    return (int) (long) COUNTER.getAcquire(arrived, member * SPACING);
  }

  /** Waits within a piece of work until another member has reached a number of points. */
  void await(int member, int other, int points) {
    await(member, arrived, other, points);
  }

  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // Whoever is waited for may need this very processor.
  private void await(int waiter, long[] counters, int member, long value) {
    for (int looks = 0; looks < patience; looks++) {
      if (reached(counters, member, value)) {
        return;
      }
      Thread.onSpinWait();
    }
    long since = System.nanoTime();
    while (!reached(counters, member, value)) {
      requireNoFailure();
      Thread.yield();
    }
    long now = System.nanoTime();
    if (waiter == 0 && now - since > STALL) {
      resting = true;
      restsUntil = now + Math.min(REST * (now - since), LONGEST_REST);
    }
  }

  private static boolean reached(long[] counters, int member, long value) {
    return (long) COUNTER.getAcquire(counters, member * SPACING) >= value;
  }

  /** Returns the time in nanoseconds. It decides the division of work, never a result. */
  static long nanoTime() {
    return System.nanoTime();
  }

  private boolean rests() {
    if (resting && System.nanoTime() - restsUntil >= 0) {
      resting = false;
    }
    return resting;
  }

  private void serve(int member) {
    for (long piece = 1; hasPiece(member, piece); piece++) {
      try {
        work.run(member, members);
      } catch (RuntimeException | Error e) {
        failure = e;
        return;
      }
      COUNTER.setRelease(finished, member * SPACING, piece);
    }
  }

  /** Waits for a piece of work; false once the team is closed. */
  private boolean hasPiece(int member, long piece) {
    for (int looks = 0; pieces < piece && !closed; looks++) {
      if (looks < patience) {
        Thread.onSpinWait();
      } else {
        COUNTER.setVolatile(asleep, member * SPACING, 1L);
        if (pieces < piece && !closed) {
          LockSupport.park(this);
        }
        COUNTER.setVolatile(asleep, member * SPACING, 0L);
      }
    }
    return !closed;
  }

  private void requireNoFailure() {
    Throwable cause = failure;
    if (cause != null) {
      throw new IllegalStateException("a thread of the team failed", cause);
    }
  }
}
