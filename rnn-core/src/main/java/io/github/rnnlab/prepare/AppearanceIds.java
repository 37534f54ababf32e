package io.github.rnnlab.prepare;

import io.github.rnnlab.corpus.Vocabulary;
import java.util.Arrays;

/**
 * Assigns ids to characters in the order of their first appearance, until all characters are known.
 */
final class AppearanceIds {
  private static final int ASCII = 128;

  private final int[] idOfCodePoint = new int[Character.MAX_CODE_POINT + 1];
  private int[] codePointOfId = new int[256];
  private int size;

  AppearanceIds() {
    Arrays.fill(idOfCodePoint, -1);
  }

  /** Replaces the first {@code count} code points by their ids. */
  void encode(int[] codePoints, int count) {
    int[] known = idOfCodePoint;
    for (int i = 0; i < count; i++) {
      int id = known[codePoints[i]];
      codePoints[i] = id >= 0 ? id : add(codePoints[i]);
    }
  }

  /** Returns whether all of ASCII could still get ids below 256. */
  boolean fitAsciiInBytes() {
    return size + ASCII <= 1 << Byte.SIZE;
  }

  /** Replaces the first {@code count} ASCII characters by their ids, while these fit in bytes. */
  void encodeAscii(byte[] characters, int count) {
    if (size == 0) {
      addByRank(characters, count);
    }
    short[] known = new short[1 << Byte.SIZE];
    for (int c = 0; c < ASCII; c++) {
      known[c] = (short) idOfCodePoint[c];
    }
    for (int i = 0; i < count; i++) {
      short id = known[characters[i] & 0xFF];
      if (id < 0) {
        id = (short) add(characters[i]);
        known[characters[i] & 0xFF] = id;
      }
      characters[i] = (byte) id;
    }
  }

  /**
   * Assigns ids in the order of code points. Often no other characters follow, and the ids are
   * final.
   */
  private void addByRank(byte[] characters, int count) {
    boolean[] present = new boolean[ASCII];
    for (int i = 0; i < count; i++) {
      present[characters[i]] = true;
    }
    for (int c = 0; c < ASCII; c++) {
      if (present[c]) {
        add(c);
      }
    }
  }

  private int add(int codePoint) {
    if (size == codePointOfId.length) {
      codePointOfId = Arrays.copyOf(codePointOfId, 2 * size);
    }
    codePointOfId[size] = codePoint;
    idOfCodePoint[codePoint] = size;
    return size++;
  }

  /** Returns the number of distinct characters so far. */
  int size() {
    return size;
  }

  /** Returns the vocabulary, which has at least two characters. */
  Vocabulary vocabulary() {
    return Vocabulary.ofSorted(sorted());
  }

  /** Returns whether the ids equal the ranks by code point. */
  boolean areRanks() {
    return Arrays.equals(sorted(), Arrays.copyOf(codePointOfId, size));
  }

  /** Returns the rank by code point of each id. */
  int[] ranks() {
    int[] sorted = sorted();
    int[] ranks = new int[size];
    for (int rank = 0; rank < size; rank++) {
      ranks[idOfCodePoint[sorted[rank]]] = rank;
    }
    return ranks;
  }

  private int[] sorted() {
    int[] sorted = Arrays.copyOf(codePointOfId, size);
    Arrays.sort(sorted);
    return sorted;
  }
}
