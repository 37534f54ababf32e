package io.github.rnnlab.maven.fork;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.worker.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running worker. Its process is gone whenever {@link #run} returns. */
public final class WorkerProcess {
  private static final int TAIL_LINES = 30;

  /** Time to stop: a worker takes up to 10 seconds to unwind (see its main class). */
  private static final Duration STOP_TIME = Duration.ofSeconds(13);

  /** The exit codes of a worker that was stopped by the signals that end a build as well. */
  private static final Set<Integer> STOPPED = Set.of(128 + 1, 128 + 2, 128 + 15);

  /** Time for this JVM to begin its end after a signal which both processes got. */
  private static final long SIGNAL_MILLIS = 500;

  private final Process process;
  private final Path files;
  private final Duration stopTime;

  /** The lines of both output streams; empty for the end of a stream. */
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

  private final Deque<String> tail = new ArrayDeque<>();
  private final CountDownLatch goesDown = new CountDownLatch(1);
  private final CountDownLatch followed = new CountDownLatch(1);
  private boolean isHeard;
  private boolean saidBye;
  private Event.@Nullable Failure failure;
  private boolean timedOut;

  private WorkerProcess(Process process, Path files, Duration stopTime) {
    this.process = process;
    this.files = files;
    this.stopTime = stopTime;
  }

  /**
   * Runs a worker to its end.
   *
   * @param command how to start it
   * @param request the first line of its standard input
   * @param commands further lines of its standard input, sent by a thread that may wait for them;
   *     that thread ends with the stream, or with this JVM
   * @param timeout the time that it may take, or zero for no limit
   * @param listener receives its output
   * @throws InterruptedException if the thread is interrupted; the worker is stopped then
   */
  public static WorkerOutcome run(
      WorkerCommand command,
      String request,
      Stream<String> commands,
      Duration timeout,
      WorkerListener listener)
      throws InterruptedException {
    return run(command, request, commands, timeout, STOP_TIME, listener);
  }

  static WorkerOutcome run(
      WorkerCommand command,
      String request,
      Stream<String> commands,
      Duration timeout,
      Duration stopTime,
      WorkerListener listener)
      throws InterruptedException {
    Process process;
    try {
      process = command.prepare().start();
    } catch (IOException e) {
      throw new BrokenRunException(
          "Cannot start the worker JVM "
              + command.java().executable()
              + " ("
              + e.getMessage()
              + ").",
          e);
    }
    return new WorkerProcess(process, command.files(), stopTime)
        .follow(request, commands, timeout, listener);
  }

  private WorkerOutcome follow(
      String request, Stream<String> commands, Duration timeout, WorkerListener listener)
      throws InterruptedException {
    Thread atShutdown = new Thread(() -> goDown(listener), "stop the worker");
    try {
      Runtime.getRuntime().addShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      stop();
      awaitTheEnd();
    }
    Interrupt.endsInOrder();
    try {
      pump(process.getInputStream(), "worker output");
      pump(process.getErrorStream(), "worker log");
      send(request);
      Thread sender = new Thread(() -> commands.forEach(this::send), "commands of the worker");
      sender.setDaemon(true);
      sender.start();
      long deadline = System.nanoTime() + timeout.toNanos();
      for (int open = 2; open > 0; ) {
        Optional<String> line =
            timeout.isZero() || timedOut
                ? lines.take()
                : lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
          timedOut = true;
          stopInBackground();
        } else if (line.isEmpty()) {
          open--;
        } else {
          take(line.get(), listener);
        }
      }
      int exitCode = process.waitFor();
      followed.countDown();
      if (STOPPED.contains(exitCode)
          && goesDown.await(timedOut ? 0 : SIGNAL_MILLIS, TimeUnit.MILLISECONDS)) {
        awaitTheEnd();
      }
      return new WorkerOutcome(
          exitCode, isHeard, saidBye, failure, timedOut, List.copyOf(tail), crashReport());
    } finally {
      stop();
      try {
        Runtime.getRuntime().removeShutdownHook(atShutdown);
      } catch (IllegalStateException e) {
        // The JVM is going down, and the hook has done its work.
      }
    }
  }

  private void take(String line, WorkerListener listener) {
    Event event = Event.fromLine(line);
    isHeard |= event != null;
    if (event instanceof Event.Bye) {
      saidBye = true;
      release();
    } else if (event instanceof Event.Failure told) {
      failure = failure == null ? told : failure;
      release();
    } else if (event != null) {
      listener.event(event);
    } else if (!line.isBlank() && !line.startsWith("WARNING: Using incubator modules")) {
      if (tail.size() == TAIL_LINES) {
        tail.removeFirst();
      }
      tail.addLast(line);
      listener.stray(line);
    }
  }

  private void pump(InputStream stream, String name) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                  lines.add(Optional.of(line));
                }
              } catch (IOException e) {
                // The process is gone; its exit code tells the rest.
              } finally {
                lines.add(Optional.empty());
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void send(String line) {
    try {
      OutputStream input = process.getOutputStream();
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      // It ended before it listened; its exit code and its last lines tell why.
    }
  }

  /** Closes the worker's standard input after its last event, so that it can end. */
  private void release() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It ended already.
    }
  }

  private void stopInBackground() {
    Thread thread = new Thread(this::stop, "stop the worker");
    thread.setDaemon(true);
    thread.start();
  }

  private void goDown(WorkerListener listener) {
    goesDown.countDown();
    boolean inOrder = stop();
    try {
      boolean unused = followed.await(SIGNAL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener.stopped(inOrder);
  }

  /**
   * Never returns, because this JVM is about to end: what Maven would do next fails, and its stack
   * traces would follow the last word.
   */
  private static void awaitTheEnd() {
    while (true) {
      LockSupport.park();
    }
  }

  /**
   * Asks the worker to stop, waits, and then kills it. Returns when it is gone, and whether that
   * was without a kill.
   */
  private boolean stop() {
    if (!process.isAlive()) {
      return true;
    }
    send("stop");
    try {
      if (process.waitFor(stopTime.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly().onExit().join();
    return false;
  }

  private @Nullable Path crashReport() {
    Path report = files.resolve("hs_err_" + process.pid() + ".log");
    return Files.exists(report) ? report : null;
  }
}
