package io.github.rnnlab.maven.log;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The width of the terminal, which a person may change: it is asked for again every few seconds.
 * Its owner sees to it that one thread at a time uses it.
 */
final class Columns {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

  private final IntSupplier terminal;
  private final LongSupplier nanoTime;
  private int width;
  private long asked;

  /**
   * Asks a first time.
   *
   * @param terminal returns the width now
   * @param nanoTime the clock
   */
  Columns(IntSupplier terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    ask();
  }

  /** Returns the width of a line. */
  int width() {
    if (nanoTime.getAsLong() - asked >= INTERVAL) {
      ask();
    }
    return width;
  }

  private void ask() {
    width = terminal.getAsInt();
    asked = nanoTime.getAsLong();
  }
}
