package io.github.rnnlab.maven.log;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.SystemEncoding;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Standard output: whether it is a terminal, and how to print text to it. */
final class Terminal {
  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // isTerminal() looks at what changed in JDK 22.
  static boolean isPresent() {
    Console console = System.console();
    return console != null && isTerminal(console) && !"dumb".equals(System.getenv("TERM"));
  }

  /**
   * Prints a line in the encoding of the terminal if that has all its characters, and otherwise in
   * UTF-8, whatever the locale is.
   *
   * @throws InvalidInputException if the stream is one of Maven's own, which would lose characters
   */
  static void print(String text, PrintStream out) {
    if (isPartOfTheLog(out)) {
      requireLocaleFor(text);
      out.println(text);
    } else {
      // As bytes, for the stream would write in the encoding of the locale and lose what that
      // lacks.
      byte[] bytes = encode(text + System.lineSeparator());
      out.write(bytes, 0, bytes.length);
    }
    out.flush();
  }

  /**
   * Prints a line of bytes that are no text: as they are, or in a log as UTF-8 with U+FFFD in place
   * of what is not.
   *
   * @throws InvalidInputException as {@link #print(String, PrintStream)} does
   */
  static void print(byte[] bytes, PrintStream out) {
    if (isPartOfTheLog(out)) {
      print(new String(bytes, StandardCharsets.UTF_8), out);
    } else {
      out.write(bytes, 0, bytes.length);
      out.println();
      out.flush();
    }
  }

  /** Maven 4 turns the output of goals into log lines in the locale's encoding. */
  private static boolean isPartOfTheLog(PrintStream out) {
    return out.getClass().getName().startsWith("org.apache.maven.");
  }

  private static void requireLocaleFor(String text) {
    Charset byDefault = Charset.defaultCharset();
    Charset log = Charset.forName(System.getProperty("stdout.encoding", byDefault.name()));
    for (Charset charset : List.of(byDefault, log)) {
      if (!charset.newEncoder().canEncode(text)) {
        throw new InvalidInputException(
            "standard output",
            "Maven's log in " + charset + ", which lacks characters of the text",
            "an encoding that has them",
            SystemEncoding.FIX + " Or call mvn --raw-streams, or name a file with -Drnn.output.");
      }
    }
  }

  @SuppressWarnings("SystemConsoleNull") // As above.
  private static byte[] encode(String text) {
    Console console = System.console();
    Charset shown =
        console != null && isTerminal(console) ? console.charset() : StandardCharsets.UTF_8;
    return text.getBytes(shown.newEncoder().canEncode(text) ? shown : StandardCharsets.UTF_8);
  }

  /** Since JDK 22 a console exists even if output is redirected, and says so. */
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
