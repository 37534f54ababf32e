package io.github.rnnlab.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Ties a worker's life to Maven's. Maven holds the worker's standard input open: the line {@code
 * stop} asks for an orderly stop, and the end of the stream, which comes however Maven ends, halts
 * the worker at once.
 */
final class Lifeline {
  /** The exit code of a worker that was asked to stop, as after SIGINT. */
  static final int STOPPED = 130;

  /** The exit code of a worker whose Maven is gone, as after SIGHUP; nobody is left to read it. */
  private static final int ABANDONED = 129;

  private Lifeline() {}

  /** Watches the rest of standard input, and Maven's process as well, on daemon threads. */
  static void hold(BufferedReader commands, long mavenPid) {
    Thread thread = new Thread(() -> obey(commands), "lifeline");
    thread.setDaemon(true);
    thread.start();
    Optional<ProcessHandle> maven = ProcessHandle.of(mavenPid);
    if (maven.isPresent()) {
      var unused = maven.get().onExit().thenRun(() -> Runtime.getRuntime().halt(ABANDONED));
    }
  }

  private static void obey(BufferedReader commands) {
    try {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        if (line.equals("stop")) {
          System.exit(STOPPED);
        }
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    Runtime.getRuntime().halt(ABANDONED);
  }
}
