package io.github.rnnlab.worker;

import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.run.ProgressListener;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CancellationException;

/**
 * Sends each event to Maven in a single write. Training reports several times a second, so this is
 * also where it notices a request to stop.
 */
final class EventWriter implements ProgressListener {
  private final OutputStream out;

  /** Writes to an unbuffered stream, such as a pipe. */
  EventWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void note(String line) {
    send(new Event.Note(line));
  }

  @Override
  public void warn(String line) {
    send(new Event.Warning(line));
  }

  @Override
  public void progress(Progress progress) {
    unwindIfInterrupted();
    send(new Event.Training(progress));
  }

  @Override
  public void epochDone(EpochLoss epoch) {
    unwindIfInterrupted();
    send(new Event.EpochDone(epoch));
  }

  @Override
  public void stopped(long step, long steps) {
    send(new Event.Stopped(step, steps));
  }

  private static void unwindIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("asked to stop");
    }
  }

  void send(Event event) {
    send(event.toBytes());
  }

  synchronized void send(byte[] event) {
    try {
      out.write(event);
    } catch (IOException e) {
      // Nobody listens any more: Maven is gone, and the lifeline ends this process too.
    }
  }
}
