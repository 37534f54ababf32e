package io.github.rnnlab.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Ties the life of a worker to that of Maven, which holds the worker's standard input open. The
 * line {@code stop} asks for an orderly stop. Lines that begin with {@code prompt} and a space are
 * prompts for {@link Goal#ANSWER}, and those that begin with {@code order} and a space are for
 * {@link Orders}; the line {@code end} ends either. The end of the stream, which follows any end of
 * Maven, stops the worker in order, unless its work is done; the process is gone at most {@value
 * #MOST_SECONDS_ALONE} seconds after Maven.
 */
final class Lifeline {
  private static final String PROMPT = "prompt ";
  private static final String ORDER = "order ";
  private static final String END = "end";

  /** The exit code of a worker that was asked to stop, as for SIGINT. */
  static final int STOPPED = 130;

  /** The exit code of a worker whose Maven is gone, as for SIGHUP. Nobody reads it. */
  private static final int ABANDONED = 129;

  /** Maven answers the last event within milliseconds. */
  private static final long MOST_MILLISECONDS = 300;

  /** A second more than an orderly stop takes. */
  private static final int MOST_SECONDS_ALONE = Worker.GRACE_SECONDS + 1;

  private final Thread thread;
  private final BlockingQueue<Optional<String>> work = new LinkedBlockingQueue<>();
  private volatile boolean workIsDone;

  private Lifeline(BufferedReader commands) {
    thread = new Thread(() -> obey(commands), "lifeline");
    thread.setDaemon(true);
  }

  /** Watches standard input and Maven's process on daemon threads. */
  static Lifeline hold(BufferedReader commands, long mavenPid) {
    Lifeline lifeline = new Lifeline(commands);
    lifeline.thread.start();
    Optional<ProcessHandle> maven = ProcessHandle.of(mavenPid);
    if (maven.isPresent()) {
      var unused = maven.get().onExit().thenRun(Lifeline::endAlone);
    }
    return lifeline;
  }

  /** Makes the end of standard input harmless. Must be called before the last event. */
  void workIsDone() {
    workIsDone = true;
  }

  /**
   * Waits, after the last event, until Maven closes standard input. Otherwise the JVM would wait
   * 300 milliseconds for the reading thread (VM_Exit in HotSpot).
   */
  void awaitRelease() {
    try {
      thread.join(MOST_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for the next prompt or order; empty after the last.
   *
   * @throws CancellationException if the thread is interrupted
   */
  Optional<String> next() {
    try {
      return work.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("asked to stop");
    }
  }

  private void obey(BufferedReader commands) {
    try {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        if (line.equals("stop")) {
          System.exit(STOPPED);
        } else if (line.startsWith(PROMPT)) {
          work.add(Optional.of(line.substring(PROMPT.length())));
        } else if (line.startsWith(ORDER)) {
          work.add(Optional.of(line.substring(ORDER.length())));
        } else if (line.equals(END)) {
          work.add(Optional.empty());
        }
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    if (!workIsDone) {
      endAlone();
    }
  }

  /** Stops in order, which may be under way already, or else halts. */
  private static void endAlone() {
    Thread late =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(MOST_SECONDS_ALONE);
              } catch (InterruptedException e) {
                // Nobody interrupts it.
              }
              Runtime.getRuntime().halt(ABANDONED);
            },
            "end at the latest");
    late.setDaemon(true);
    late.start();
    System.exit(ABANDONED);
  }
}
