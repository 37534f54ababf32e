package io.github.rnnlab.token;

import java.util.Objects;

/**
 * Windows of a fixed length over a range of a token store, one every {@code stride} ids. They are
 * views: nothing is copied until a window is read. Immutable.
 *
 * @param tokens the ids, shared
 * @param from the index of the first id of the range
 * @param to the index after the last id of the range
 * @param length ids per window: L + 1 for L inputs, each with its next id; at least 1
 * @param stride ids from the start of one window to the start of the next; at least 1
 */
public record Windows(TokenStore tokens, long from, long to, int length, int stride) {
  /** Checks the range. */
  public Windows {
    Objects.checkFromToIndex(from, to, tokens.size());
    if (length < 1 || stride < 1) {
      throw new IllegalArgumentException("length " + length + ", stride " + stride);
    }
  }

  /** Returns the number of windows within the range; 0 if not even one fits. */
  public long count() {
    return to - from < length ? 0 : (to - from - length) / stride + 1;
  }

  /**
   * Copies a window into the first {@code length} elements of {@code target}. Allocates nothing.
   *
   * @param index in [0, count)
   */
  public void read(long index, int[] target) {
    Objects.checkIndex(index, count());
    tokens.read(from + index * stride, target, length);
  }
}
