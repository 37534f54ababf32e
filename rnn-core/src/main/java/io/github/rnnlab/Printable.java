package io.github.rnnlab;

/**
 * Makes text safe for one line of a log or terminal. A quoted text may come from a stranger's file;
 * it must not move the cursor, break the line or change the direction of writing.
 */
public final class Printable {
  private static final int LONGEST_PART = 1000;
  private static final int SHOWN_END = 200;

  private Printable() {}

  /**
   * Escapes, as in JSON, everything that has no place within a line: control characters, line
   * separators, invisible format characters such as those for the direction of writing, and
   * unpaired surrogates. Escaping twice equals escaping once.
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

  /** Escapes several lines as {@link #line} does, except their line feeds. */
  public static String lines(String text) {
    StringBuilder lines = new StringBuilder(text.length());
    for (String line : text.split("\n", -1)) {
      lines.append(lines.isEmpty() ? "" : "\n").append(line(line));
    }
    return lines.toString();
  }

  /** Escapes a text and drops the middle of a long one. */
  static String part(String text) {
    return shortened(text, LONGEST_PART);
  }

  /** Escapes and shortens a whole message. */
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
