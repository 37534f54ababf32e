package io.github.rnnlab.maven.fork;

import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.worker.Event;
import io.github.rnnlab.worker.SystemProperties;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries out runs on a cluster through one JVM, the driver, that stays connected to it and takes
 * all orders. It is started for the first of them. Threads may share it.
 */
public final class Driven implements Launcher {
  private static final String END = "end";

  private final WorkerCommand command;
  private final SystemProperties properties;
  private final Duration timeout;
  private final WorkerListener output;
  private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
  private final Map<Long, BlockingQueue<Event>> runs = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private @Nullable Thread driver;

  /** Whether nobody waits for a run any more that the driver carries out. */
  private volatile boolean abandoned;

  /** Set once the driver has ended. */
  private volatile Outcome.@Nullable Failed end;

  /**
   * Creates a launcher.
   *
   * @param command how to start the driver
   * @param properties those of the driver's JVM
   * @param timeout the time that all runs together may take, or zero for no limit
   * @param output receives what the driver writes beside the progress of the runs
   */
  public Driven(
      WorkerCommand command, SystemProperties properties, Duration timeout, WorkerListener output) {
    this.command = command;
    this.properties = properties;
    this.timeout = timeout;
    this.output = output;
  }

  @Override
  public Outcome launch(Order order, ProgressListener listener) throws InterruptedException {
    start();
    long run = number.incrementAndGet();
    BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
    runs.put(run, heard);
    try {
      Outcome.Failed ended = end;
      if (ended != null) {
        return ended;
      }
      orders.add("order " + run + " " + order.toLine());
      while (true) {
        Event event = heard.take();
        if (event instanceof Event.Ended over) {
          return Outcome.fromLine(over.outcome());
        }
        event.tell(listener);
      }
    } catch (InterruptedException | RuntimeException e) {
      abandoned = true;
      throw e;
    } finally {
      runs.remove(run);
    }
  }

  private synchronized void start() {
    if (driver == null) {
      driver = new Thread(this::drive, "driver of the cluster");
      driver.start();
    }
  }

  private void drive() {
    Outcome.Failed failed = new Outcome.Failed(false, "The driver was stopped.");
    try {
      Stream<String> commands =
          Stream.concat(
              Stream.generate(this::nextOrder).takeWhile(line -> !line.equals(END)),
              Stream.of(END));
      WorkerOutcome outcome =
          WorkerProcess.run(command, properties.toLine(), commands, timeout, new Heard());
      failed =
          new Outcome.Failed(
              outcome.isUserInput(),
              outcome.succeeded()
                  ? "The driver has ended."
                  : Diagnosis.of(outcome, command.java(), timeout));
    } catch (InterruptedException e) {
      // As it stands above.
    } catch (RuntimeException e) {
      failed = new Outcome.Failed(false, String.valueOf(e.getMessage()));
    } finally {
      // In this order, so that a run that begins meanwhile finds one or the other.
      end = failed;
      String line = failed.toLine();
      runs.keySet().forEach(run -> hear(run, new Event.Ended(run, line)));
    }
  }

  private String nextOrder() {
    try {
      return orders.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return END;
    }
  }

  private void hear(long run, Event event) {
    BlockingQueue<Event> heard = runs.get(run);
    if (heard != null) {
      heard.add(event);
    }
  }

  /** Lets the driver end when its runs have, or stops it if a thread was interrupted meanwhile. */
  @Override
  public void close() {
    Thread started;
    synchronized (this) {
      started = driver;
    }
    if (started == null) {
      return;
    }
    orders.add(END);
    if (abandoned) {
      started.interrupt();
    }
    boolean interrupted = false;
    while (started.isAlive()) {
      try {
        started.join();
      } catch (InterruptedException e) {
        interrupted = true;
        started.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Divides the output of the driver among its runs. */
  private final class Heard implements WorkerListener {
    @Override
    public void event(Event event) {
      if (event instanceof Event.OfRun told) {
        Event of = Event.fromLine(told.event());
        if (of != null) {
          hear(told.run(), of);
        }
      } else if (event instanceof Event.Ended ended) {
        hear(ended.run(), ended);
      } else {
        output.event(event);
      }
    }

    @Override
    public void stray(String line) {
      output.stray(line);
    }

    @Override
    public void stopped(boolean inOrder) {
      output.stopped(inOrder);
    }
  }
}
