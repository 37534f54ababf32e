package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A worker whose events are read as they come, and the ways in which it is ended. */
final class RunningWorker {
  /** What ends a worker. */
  enum Signal {
    /** Of {@code kill -9}, the kernel's out-of-memory killer, or a power cut. */
    KILL,
    /** Of a build server. */
    TERM,
    /** Of Ctrl-C. */
    INT,
    /** The plugin's way, for instance after {@code -Drnn.timeout}: a line on standard input. */
    TIMEOUT,
    /** Of Maven, killed or gone: the end of standard input. */
    GONE
  }

  private final Process process;
  private final StringBuilder events = new StringBuilder();
  private final Thread reader = new Thread(this::read, "events");

  RunningWorker(Process process) {
    this.process = process;
    reader.start();
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        events.append(line).append('\n');
        if (Event.fromLine(line) instanceof Event.Bye) {
          process.getOutputStream().close();
        }
      }
    } catch (IOException e) {
      // It is killed.
    }
  }

  /** Returns whether a signal reaches the processes that this one starts. */
  static boolean reaches(Signal signal) throws IOException, InterruptedException {
    if (signal != Signal.INT) {
      return true;
    }
    // What starts in the background of a shell ignores it, and so does all that it starts.
    Process shell = new ProcessBuilder("sh", "-c", "kill -INT $$; exit 0").start();
    return shell.waitFor() != 0;
  }

  void send(Signal signal) throws IOException, InterruptedException {
    switch (signal) {
      case KILL -> process.destroyForcibly();
      // Process.destroy() would close standard input as well, as if Maven were gone.
      case TERM -> process.toHandle().destroy();
      case INT ->
          new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      case GONE -> process.getOutputStream().close();
      case TIMEOUT -> {
        try {
          OutputStream input = process.getOutputStream();
          input.write("stop\n".getBytes(StandardCharsets.UTF_8));
          input.flush();
        } catch (IOException e) {
          // It has ended by itself.
        }
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for a time, or until the worker has ended. */
  void await(long nanos) throws InterruptedException {
    boolean unused = process.waitFor(nanos, TimeUnit.NANOSECONDS);
  }

  /** Waits for the end, as long as the plugin does before it kills. */
  int end() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended: %s", events).isTrue();
    reader.join();
    return process.exitValue();
  }

  /** Returns all that the worker says until it ends, with success. */
  String finish() throws InterruptedException {
    int exitCode = end();
    assertThat(exitCode).as(events.toString()).isZero();
    return events.toString();
  }

  /** Ends the worker, if it is still there. */
  void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reader.join();
  }
}
