package io.github.rnnlab;

/**
 * Makes any text fit for a line of a log or of a terminal. What a message quotes may come from a
 * file of somebody else's: it must not move the cursor, begin a new line or turn the direction of
 * what follows.
 */
public final class Printable {
  private static final int LONGEST_PART = 1000;
  private static final int SHOWN_END = 200;

  private Printable() {}

  /**
   * Returns a text with escapes, as JSON has them, for all that has no place within a line: control
   * characters, line separators, invisible formats such as those that turn the direction of
   * writing, and halves of surrogate pairs. The text of a message stays as it is when it becomes
   * part of another.
   */
  public static String line(String text) {
    if (text.codePoints().allMatch(Printable::isPlain)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isPlain(c)) {
                line.appendCodePoint(c);
              } else {
                escape(c, line);
              }
            });
    return line.toString();
  }

  /** Returns some lines, with escapes as in {@link #line} for all but their line feeds. */
  public static String lines(String text) {
    StringBuilder lines = new StringBuilder(text.length());
    for (String line : text.split("\n", -1)) {
      lines.append(lines.isEmpty() ? "" : "\n").append(line(line));
    }
    return lines.toString();
  }

  /** As {@link #line}, without the middle of what is too long to be read. */
  static String part(String text) {
    return shortened(text, LONGEST_PART);
  }

  /** As {@link #part}, of all that a message says. */
  static String message(String text) {
    return shortened(text, 4 * LONGEST_PART);
  }

  private static String shortened(String text, int longest) {
    return line(
        text.length() <= longest
            ? text
            : text.substring(0, longest - SHOWN_END)
                + "…"
                + text.substring(text.length() - SHOWN_END));
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static void escape(int codePoint, StringBuilder line) {
    switch (codePoint) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        for (char unit : Character.toChars(codePoint)) {
          String digits = Integer.toHexString(unit);
          line.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
        }
      }
    }
  }
}
