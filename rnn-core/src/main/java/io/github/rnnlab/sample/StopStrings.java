package io.github.rnnlab.sample;

import java.util.List;
import java.util.function.Consumer;

/**
 * Hands on a growing text up to the first stop string in it. A piece that may be the start of one
 * waits until more is known.
 */
final class StopStrings {
  private final List<String> stop;
  private final Consumer<String> pieces;
  private final StringBuilder waiting = new StringBuilder();

  /**
   * Starts with no text.
   *
   * @param pieces receives the text before the first stop string, piece by piece
   */
  StopStrings(List<String> stop, Consumer<String> pieces) {
    this.stop = stop;
    this.pieces = pieces;
  }

  /** Adds to the text and returns whether it has no stop string yet. */
  boolean add(String piece) {
    waiting.append(piece);
    int end = stop.stream().mapToInt(waiting::indexOf).filter(at -> at >= 0).min().orElse(-1);
    if (end >= 0) {
      waiting.setLength(end);
      finish();
      return false;
    }
    handOn(waiting.length() - longestStart());
    return true;
  }

  /** Hands on what waits. */
  void finish() {
    handOn(waiting.length());
  }

  private void handOn(int characters) {
    if (characters > 0) {
      pieces.accept(waiting.substring(0, characters));
      waiting.delete(0, characters);
    }
  }

  /** Returns the length of the longest start of a stop string at the end of what waits. */
  private int longestStart() {
    int longest = 0;
    for (String string : stop) {
      for (int length = Math.min(string.length() - 1, waiting.length());
          length > longest;
          length--) {
        if (string.startsWith(waiting.substring(waiting.length() - length))) {
          longest = length;
        }
      }
    }
    return longest;
  }
}
