package io.github.rnnlab.file;

import io.github.rnnlab.InvalidInputException;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;

/**
 * The encoding of file names and of command lines. On Unix it follows from the locale, and in the
 * locale {@code C}, which containers and cron jobs often have, it is ASCII.
 */
public final class SystemEncoding {
  /** What to do about text that it lacks. */
  public static final String FIX = "Set a UTF-8 locale, for instance LC_ALL=C.UTF-8.";

  /** What stands in a text for bytes that are none in this encoding. */
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

  /** Whether a text has characters that this encoding has not. */
  public static boolean lacks(String text) {
    return !charset().newEncoder().canEncode(text);
  }

  /**
   * Whether a text from the command line or from the name of a file has lost characters: it holds
   * half of one, or the sign that the JDK puts in place of bytes which are no text.
   */
  public static boolean hasLost(String text) {
    return text.codePoints()
        .anyMatch(c -> c == REPLACEMENT || Character.getType(c) == Character.SURROGATE);
  }

  /**
   * Describes a text that {@link #hasLost} characters, and what was expected instead. It does not
   * show the text, which may be a password.
   */
  public static InvalidInputException lost(String where, String fix) {
    return new InvalidInputException(
        where, "text that lost characters on its way", "text in " + description(), FIX + fix);
  }

  /** Describes a path that the system cannot have. */
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
