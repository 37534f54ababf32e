package io.github.rnnlab.prepare;

import io.github.rnnlab.token.TokenWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Collects ids that come one by one, and hands many at once to a writer. For one thread. */
final class TokenBuffer {
  private final TokenWriter writer;
  private final int[] ids = new int[1 << 14];
  private int count;
  private int symbols;

  TokenBuffer(TokenWriter writer) {
    this.writer = writer;
  }

  /**
   * Adds an id of any size.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  void add(int id) {
    if (count == ids.length) {
      flush();
    }
    ids[count++] = id;
    symbols = Math.max(symbols, id + 1);
  }

  /**
   * Hands over what is left.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  void flush() {
    try {
      writer.reserve(symbols);
      writer.append(ids, count);
      count = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the number of ids so far. */
  long added() {
    return writer.written() + count;
  }
}
