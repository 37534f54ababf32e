package io.github.rnnlab.worker;

import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.run.ProgressListener;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Turns the progress of a run into events. Training reports several times a second, so this is also
 * where it notices a request to stop. As safe for threads as what takes the events.
 *
 * @param events takes each event
 */
public record ProgressEvents(Consumer<Event> events) implements ProgressListener {
  @Override
  public void note(String line) {
    events.accept(new Event.Note(line));
  }

  @Override
  public void warn(String line) {
    events.accept(new Event.Warning(line));
  }

  /**
   * Passes the state of training on.
   *
   * @throws CancellationException if the thread is interrupted
   */
  @Override
  public void progress(Progress progress) {
    unwindIfInterrupted();
    events.accept(new Event.Training(progress));
  }

  /**
   * Passes the losses of an epoch on.
   *
   * @throws CancellationException if the thread is interrupted
   */
  @Override
  public void epochDone(EpochLoss epoch) {
    unwindIfInterrupted();
    events.accept(new Event.EpochDone(epoch));
  }

  @Override
  public void stopped(long step, long steps) {
    events.accept(new Event.Stopped(step, steps));
  }

  private static void unwindIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("asked to stop");
    }
  }
}
