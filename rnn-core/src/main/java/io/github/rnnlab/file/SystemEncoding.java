package io.github.rnnlab.file;

import io.github.rnnlab.InvalidInputException;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;

/**
 * Describes the encoding of file names and command lines. On Unix, it follows from the locale: in
 * the locale {@code C}, which containers and cron jobs often have, it is ASCII.
 */
public final class SystemEncoding {
  /** What to do about characters that the encoding lacks. */
  public static final String FIX = "Set a UTF-8 locale, for instance LC_ALL=C.UTF-8.";

  /** The character that replaces bytes without a meaning in this encoding. */
  private static final char REPLACEMENT = '\uFFFD';

  private SystemEncoding() {}

  /** Returns the encoding. */
  public static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  /** Describes the encoding, such as {@code the system's encoding, ANSI_X3.4-1968}. */
  public static String description() {
    return "the system's encoding, " + System.getProperty("sun.jnu.encoding", "which is unknown");
  }

  /** Returns whether a text has characters that this encoding lacks. */
  public static boolean lacks(String text) {
    return !charset().newEncoder().canEncode(text);
  }

  /**
   * Returns whether a text from the command line or a file name has lost characters: whether it
   * holds half of one, or the character with which the JDK replaces bytes that are no text.
   */
  public static boolean hasLost(String text) {
    return text.codePoints()
        .anyMatch(c -> c == REPLACEMENT || Character.getType(c) == Character.SURROGATE);
  }

  /**
   * Returns the error of a text that {@linkplain #hasLost has lost} characters. The message does
   * not show the text, which may be a password.
   */
  public static InvalidInputException lost(String where, String fix) {
    return new InvalidInputException(
        where, "text that lost characters on its way", "text in " + description(), FIX + fix);
  }

  /** Returns the error of a path that the system cannot have. */
  public static InvalidInputException refusal(String where, InvalidPathException path) {
    boolean lacking = lacks(path.getInput());
    return new InvalidInputException(
        where,
        Json.line(path.getInput()),
        lacking ? "a path in " + description() : "a path (" + path.getReason() + ")",
        lacking ? FIX : "Correct it.",
        path);
  }
}
