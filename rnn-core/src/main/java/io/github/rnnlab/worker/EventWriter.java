package io.github.rnnlab.worker;

import java.io.IOException;
import java.io.OutputStream;

/** Sends each event to Maven in a single write. */
final class EventWriter {
  private final OutputStream out;

  /** Writes to an unbuffered stream, such as a pipe. */
  EventWriter(OutputStream out) {
    this.out = out;
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
