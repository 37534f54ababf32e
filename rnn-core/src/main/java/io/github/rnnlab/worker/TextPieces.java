package io.github.rnnlab.worker;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Sends a text to Maven while it is written. Pieces that follow each other faster than a person
 * sees are sent together. Not safe for use by several threads.
 */
final class TextPieces implements Consumer<byte[]> {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Consumer<Event> events;
  private final LongSupplier nanoTime;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private long sent;

  TextPieces(Consumer<Event> events, LongSupplier nanoTime) {
    this.events = events;
    this.nanoTime = nanoTime;
    sent = nanoTime.getAsLong() - INTERVAL_NANOS;
  }

  @Override
  public void accept(byte[] piece) {
    waiting.writeBytes(piece);
    if (nanoTime.getAsLong() - sent >= INTERVAL_NANOS) {
      send();
    }
  }

  /** Sends what waits, and that the text is whole. */
  void end() {
    send();
    events.accept(new Event.TextEnd());
  }

  private void send() {
    if (waiting.size() > 0) {
      events.accept(Event.generated(waiting.toByteArray()));
      waiting.reset();
    }
    sent = nanoTime.getAsLong();
  }
}
