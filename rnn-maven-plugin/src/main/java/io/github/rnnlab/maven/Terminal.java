package io.github.rnnlab.maven;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Whether a person looks at standard output. */
final class Terminal {
  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // isTerminal() looks at what changed in JDK 22.
  static boolean isPresent() {
    Console console = System.console();
    return console != null && isTerminal(console) && !"dumb".equals(System.getenv("TERM"));
  }

  /**
   * Returns a text as bytes for standard output: in the encoding of the terminal that shows it, if
   * that has all of its characters, else in UTF-8, whatever the locale is.
   */
  @SuppressWarnings("SystemConsoleNull") // As above.
  static byte[] encode(String text) {
    Console console = System.console();
    Charset shown =
        console != null && isTerminal(console) ? console.charset() : StandardCharsets.UTF_8;
    return text.getBytes(shown.newEncoder().canEncode(text) ? shown : StandardCharsets.UTF_8);
  }

  /** Since JDK 22 there is a console even where output is redirected, and it says so itself. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
