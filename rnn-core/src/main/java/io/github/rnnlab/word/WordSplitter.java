package io.github.rnnlab.word;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Splits a text into words, in memory that does not depend on its length. A word is a run of
 * letters and digits, with apostrophes between them; or any other single code point. A longer run
 * than {@value #MOST_CODE_POINTS} code points is several words. Spaces are words only where {@link
 * Spacing} would have none. {@link Spacing} makes the same text of the words again.
 *
 * <p>Not safe for use by several threads.
 */
public final class WordSplitter {
  /** The most code points of a word. */
  public static final int MOST_CODE_POINTS = 64;

  private static final int ASCII = 128;
  private static final String[] OF_ASCII = new String[ASCII];

  static {
    for (int c = 0; c < ASCII; c++) {
      OF_ASCII[c] = String.valueOf((char) c);
    }
  }

  private final Consumer<String> words;
  private final Spacing spacing = new Spacing();
  private final StringBuilder run = new StringBuilder();
  private int length;
  private int apostrophe;
  private long spaces;

  /** Passes the words on as soon as they end. */
  public WordSplitter(Consumer<String> words) {
    this.words = words;
  }

  /** Reads the next code points of the text. */
  public void read(int[] codePoints, int count) {
    for (int i = 0; i < count; i++) {
      read(codePoints[i]);
    }
  }

  private void read(int codePoint) {
    if (Sign.isOfWord(codePoint)) {
      if (apostrophe != 0 && length + 2 > MOST_CODE_POINTS) {
        endRun();
      } else if (apostrophe != 0) {
        append(apostrophe);
        apostrophe = 0;
      }
      append(codePoint);
    } else if (length > 0 && apostrophe == 0 && Sign.isApostrophe(codePoint)) {
      apostrophe = codePoint;
    } else {
      endRun();
      if (codePoint == ' ') {
        spaces++;
      } else {
        pass(codePoint < ASCII ? OF_ASCII[codePoint] : Character.toString(codePoint));
      }
    }
  }

  private void append(int codePoint) {
    if (length >= MOST_CODE_POINTS) {
      passRun();
    }
    run.appendCodePoint(codePoint);
    length++;
  }

  /** Ends the run of letters, and passes an apostrophe after it as a word of its own. */
  private void endRun() {
    if (length > 0) {
      passRun();
    }
    if (apostrophe != 0) {
      pass(Character.toString(apostrophe));
      apostrophe = 0;
    }
  }

  private void passRun() {
    String word = run.toString();
    run.setLength(0);
    length = 0;
    pass(word);
  }

  /** Passes a word with what says how many spaces are before it. */
  private void pass(String word) {
    boolean usual = spacing.isBefore(word);
    if (usual && spaces == 0) {
      passAsItIs(Spacing.JOIN);
    } else if (!usual || spaces > 1) {
      passSpaces();
    }
    spaces = 0;
    passAsItIs(word);
  }

  private void passSpaces() {
    for (; spaces > 0; spaces--) {
      passAsItIs(Spacing.SPACE);
    }
  }

  private void passAsItIs(String word) {
    spacing.read(word);
    words.accept(word);
  }

  /** Ends the text. */
  public void end() {
    endRun();
    passSpaces();
  }

  /** Returns whether a string is a word, or one of those that stand for others. */
  public static boolean isWord(String string) {
    if (string.equals(Spacing.JOIN)
        || string.equals(Spacing.UNKNOWN)
        || string.equals(Spacing.SPACE)) {
      return true;
    }
    int[] codePoints = string.codePoints().limit(2L * MOST_CODE_POINTS).toArray();
    boolean halves =
        Arrays.stream(codePoints)
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    int[] found = {0};
    WordSplitter splitter = new WordSplitter(word -> found[0] += word.equals(string) ? 1 : 2);
    splitter.read(codePoints, codePoints.length);
    splitter.end();
    return found[0] == 1 && !halves;
  }
}
