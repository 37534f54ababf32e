package io.github.rnnlab.worker;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Carries out the orders that come from Maven, each on a thread of its own. */
final class Orders {
  private final Launcher launcher;
  private final EventWriter events;
  private final Lifeline lifeline;

  Orders(Launcher launcher, EventWriter events, Lifeline lifeline) {
    this.launcher = launcher;
    this.events = events;
    this.lifeline = lifeline;
  }

  /**
   * Takes orders until Maven ends them, and waits for their ends.
   *
   * @throws CancellationException if the thread is interrupted; the runs are stopped first
   */
  void carryOut() {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (Optional<String> line = lifeline.next(); line.isPresent(); line = lifeline.next()) {
        String[] numberAndOrder = line.get().split(" ", 2);
        long run = Long.parseLong(numberAndOrder[0]);
        threads.execute(() -> carryOut(run, numberAndOrder[1]));
      }
      threads.shutdown();
    } finally {
      if (!threads.isShutdown()) {
        threads.shutdownNow();
      }
      await(threads);
    }
  }

  private static void await(ExecutorService threads) {
    try {
      boolean unused = threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw new CancellationException("asked to stop");
    }
  }

  private void carryOut(long run, String order) {
    Outcome outcome;
    try {
      outcome =
          launcher.launch(
              Order.fromLine(order),
              new ProgressEvents(event -> events.send(new Event.OfRun(run, event.toLine()))));
    } catch (InvalidInputException e) {
      outcome = new Outcome.Failed(true, String.valueOf(e.getMessage()));
    } catch (BrokenRunException e) {
      outcome = new Outcome.Failed(false, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return; // Maven knows that it stopped this worker.
    }
    events.send(new Event.Ended(run, outcome.toLine()));
  }
}
