package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A team may leave all shares to its caller after a stall, so each work asks how many there are.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadTeamTest {
  private static final int PIECES = 10_000;
  private static final int UNITS = 23;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void doesEveryShareOfEveryPieceExactlyOnce(int members) {
    try (ThreadTeam team = new ThreadTeam(members)) {
      assertThat(team.members()).isEqualTo(members);
      // Plain numbers: what the members wrote is visible to the caller afterwards.
      int[] done = new int[UNITS];
      for (int piece = 1; piece <= PIECES; piece++) {
        team.run(
            (member, of) -> {
              int last = ThreadTeam.share(member + 1, of, UNITS);
              for (int unit = ThreadTeam.share(member, of, UNITS); unit < last; unit++) {
                done[unit]++;
              }
            });
        if (Arrays.stream(done).sum() != piece * UNITS) {
          assertThat(done).as("after piece %d", piece).containsOnly(piece);
        }
      }
      assertThat(done).containsOnly(PIECES);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void runsEveryMemberOfAFreshTeamOnce(int members) {
    try (ThreadTeam team = new ThreadTeam(members)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(members);
      team.run((member, of) -> runs.incrementAndGet(member));
      for (int member = 0; member < members; member++) {
        assertThat(runs.get(member)).as("runs of member %d", member).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 23, 24, 1000})
  void sharesCoverEverythingWithoutOverlap(int units) {
    for (int members = 1; members <= 9; members++) {
      assertThat(ThreadTeam.share(0, members, units)).isZero();
      assertThat(ThreadTeam.share(members, members, units)).isEqualTo(units);
      for (int member = 0; member < members; member++) {
        int size =
            ThreadTeam.share(member + 1, members, units) - ThreadTeam.share(member, members, units);
        assertThat(size).isBetween(units / members, (units + members - 1) / members);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void nobodyGoesOnBeforeTheOthersHaveComeAsFar(int members) {
    try (ThreadTeam team = new ThreadTeam(members)) {
      int[] step = new int[members];
      boolean[] early = new boolean[members];
      for (int piece = 0; piece < 100; piece++) {
        Arrays.fill(step, 0);
        team.run(
            (member, of) -> {
              for (int next = 1; of > 1 && next <= 4; next++) {
                step[member] = next;
                team.arrive(member);
                for (int other = 0; other < of; other++) {
                  team.await(member, other, next);
                  early[member] |= step[other] < next;
                }
              }
            });
      }
      assertThat(early).containsOnly(false);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void tellsTheCallerOfAFailureInAHelper(int members) {
    IllegalArgumentException failure = new IllegalArgumentException("share");
    try (ThreadTeam team = new ThreadTeam(members)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  team.run(
                      (member, of) -> {
                        if (member == of - 1) {
                          throw failure;
                        }
                      }))
          .withCause(failure);
    }
  }

  @Test
  void aFailureInAHelperEndsTheWaitForIt() {
    StackOverflowError failure = new StackOverflowError("share");
    try (ThreadTeam team = new ThreadTeam(3)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  team.run(
                      (member, of) -> {
                        if (member == 1) {
                          throw failure;
                        }
                        team.arrive(member);
                        team.await(member, 1, 1);
                      }))
          .withRootCauseExactlyInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void aFailureOfTheCallerReachesItUnchanged() {
    IllegalArgumentException failure = new IllegalArgumentException("share");
    try (ThreadTeam team = new ThreadTeam(3)) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(
              () ->
                  team.run(
                      (member, of) -> {
                        if (member == 0) {
                          throw failure;
                        }
                        team.arrive(member);
                        team.await(member, 1, 1);
                      }))
          .isSameAs(failure);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void refusesWorkOnceItIsClosed(int members) {
    ThreadTeam team = new ThreadTeam(members);
    team.run((member, of) -> {});
    team.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> team.run((member, of) -> {}))
        .withMessage("the team is closed");
    team.close();
  }

  @Test
  void itsThreadsEndWhenItIsClosed() throws InterruptedException {
    Set<Long> before = threads();
    try (ThreadTeam team = new ThreadTeam(3)) {
      team.run((member, of) -> {});
      assertThat(started(before)).hasSize(2);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!started(before).isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(started(before)).isEmpty();
  }

  /** Member 1 goes on when member 0 has come far enough, and sees what it did until then. */
  @Test
  void waitsUntilAMemberHasComeToSoManyPoints() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      int[] done = new int[1];
      int[] seen = new int[2];
      int shared = 0;
      for (int piece = 0; piece < 1000; piece++) {
        done[0] = 0;
        Arrays.fill(seen, 0);
        team.run(
            (member, of) -> {
              if (member == 0) {
                for (int point = 1; point <= 5; point++) {
                  done[0] = point;
                  team.arrive(member);
                }
                return;
              }
              team.await(member, 0, 3);
              seen[0] = team.arrived(0);
              seen[1] = done[0];
            });
        // After a stall the caller works alone for a while.
        if (seen[0] > 0) {
          shared++;
          assertThat(team.arrived(0)).isEqualTo(5);
          assertThat(seen[0]).isBetween(3, 5);
          assertThat(seen[1]).isBetween(seen[0], 5);
        }
      }
      assertThat(shared).isPositive();
    }
  }

  @Test
  void usesNoProcessorWhileItIsIdle() throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Set<Long> before = threads();
    try (ThreadTeam team = new ThreadTeam(2)) {
      team.run((member, of) -> {});
      long helper = started(before).iterator().next();
      TimeUnit.MILLISECONDS.sleep(100);
      long used = threads.getThreadCpuTime(helper);
      TimeUnit.MILLISECONDS.sleep(300);
      assertThat(threads.getThreadCpuTime(helper) - used)
          .as("nanoseconds of the idle helper")
          .isBetween(0L, 30_000_000L);
    }
  }

  /** The helpers of all teams of this JVM that still run. */
  private static Set<Long> threads() {
    Set<Long> ids = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().matches("rnn-\\d+") && thread.isAlive()) {
        ids.add(thread.getId());
      }
    }
    return ids;
  }

  private static Set<Long> started(Set<Long> before) {
    Set<Long> started = threads();
    started.removeAll(before);
    return started;
  }
}
