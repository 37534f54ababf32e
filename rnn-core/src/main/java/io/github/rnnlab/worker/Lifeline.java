package io.github.rnnlab.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Ties a worker's life to Maven's. Maven holds the worker's standard input open: the line {@code
 * stop} asks for an orderly stop, and the end of the stream, which comes however Maven ends, halts
 * the worker at once, unless its work is done.
 */
final class Lifeline {
  /** The exit code of a worker that was asked to stop, as after SIGINT. */
  static final int STOPPED = 130;

  /** The exit code of a worker whose Maven is gone, as after SIGHUP; nobody is left to read it. */
  private static final int ABANDONED = 129;

  /** Maven answers the last event within milliseconds. */
  private static final long MOST_MILLISECONDS = 300;

  private final Thread thread;
  private volatile boolean workIsDone;

  private Lifeline(BufferedReader commands) {
    thread = new Thread(() -> obey(commands), "lifeline");
    thread.setDaemon(true);
  }

  /** Watches the rest of standard input, and Maven's process as well, on daemon threads. */
  static Lifeline hold(BufferedReader commands, long mavenPid) {
    Lifeline lifeline = new Lifeline(commands);
    lifeline.thread.start();
    Optional<ProcessHandle> maven = ProcessHandle.of(mavenPid);
    if (maven.isPresent()) {
      var unused = maven.get().onExit().thenRun(() -> Runtime.getRuntime().halt(ABANDONED));
    }
    return lifeline;
  }

  /** From now on, the end of standard input does no harm; to be called before the last event. */
  void workIsDone() {
    workIsDone = true;
  }

  /**
   * After the last event, waits until Maven closes standard input: a JVM that exits while one of
   * its threads reads waits for it for 300 milliseconds (VM_Exit in the HotSpot JVM).
   */
  void awaitRelease() {
    try {
      thread.join(MOST_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void obey(BufferedReader commands) {
    try {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        if (line.equals("stop")) {
          System.exit(STOPPED);
        }
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    if (!workIsDone) {
      Runtime.getRuntime().halt(ABANDONED);
    }
  }
}
