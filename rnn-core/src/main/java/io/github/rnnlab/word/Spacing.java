package io.github.rnnlab.word;

/**
 * Decides by the words before whether a space goes without saying before the next one. It reads a
 * text word by word. Not safe for use by several threads.
 *
 * <p>There is one between two words or numbers, after closing and before opening punctuation, and
 * none elsewhere. There is none between digits that have a full stop, a comma or a colon between
 * them. Where a text has no space although there would be one, it has {@link #JOIN}; where it has a
 * space although there would be none, it has that space as a word.
 */
public final class Spacing {
  /** Stands between two words without the space that would be there. */
  public static final String JOIN = "<join>";

  /** Stands for every word outside a vocabulary. */
  public static final String UNKNOWN = "<unk>";

  /** A space that is a word. */
  public static final String SPACE = " ";

  private boolean open;
  private boolean endsInDigit;
  private boolean betweenDigits;

  /** Returns whether a space goes without saying between the words so far and the next one. */
  public boolean isBefore(String word) {
    int first = word.codePointAt(0);
    if (!open || isJoin(word) || betweenDigits && Sign.of(first) == Sign.DIGIT) {
      return false;
    }
    return isUnknown(word) || Sign.isOfWord(first) || Sign.of(first) == Sign.OPENING;
  }

  /** Reads the next word. */
  public void read(String word) {
    boolean plain = !isJoin(word) && !isUnknown(word);
    int last = word.codePointBefore(word.length());
    boolean stop = word.length() == 1 && ".,:".indexOf(last) >= 0;
    betweenDigits = stop && endsInDigit;
    endsInDigit = plain && Sign.of(last) == Sign.DIGIT;
    open = isUnknown(word) || plain && (Sign.isOfWord(last) || Sign.of(last) == Sign.CLOSING);
  }

  private static boolean isJoin(String word) {
    return word.equals(JOIN);
  }

  private static boolean isUnknown(String word) {
    return word.equals(UNKNOWN);
  }
}
