package io.github.rnnlab.maven.log;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.SystemEncoding;
import io.github.rnnlab.maven.build.BuildContext;
import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Standard output: whether it is a terminal, how wide that is, and how to print text to it. */
final class Terminal {
  private static final int USUAL_COLUMNS = 80;

  /** The system property with the main class of the JVM and its arguments. */
  private static final String COMMAND = "sun.java.command";

  /** Maven's option {@code -l FILE} or {@code --log-file FILE}; {@code -llr} is another. */
  private static final Pattern LOG_FILE = Pattern.compile("\\s(-l(?!lr\\s)|--log-file)");

  /** Rows and columns; a terminal that does not know its size says 0. */
  private static final Pattern SIZE = Pattern.compile("\\d+ ([1-9]\\d{0,3})");

  private Terminal() {}

  /** Returns whether the log goes to a terminal, on which lines can be rewritten. */
  @SuppressWarnings("SystemConsoleNull") // isTerminal() looks at what changed in JDK 22.
  static boolean isPresent() {
    Console console = System.console();
    return console != null
        && isTerminal(console)
        && !"dumb".equals(System.getenv("TERM"))
        && !hasLogFile(System.getProperty(COMMAND, ""));
  }

  /** Returns whether the progress of a build is shown by lines that are rewritten. */
  static boolean isLive(BuildContext build) {
    return build.log().isInfoEnabled()
        && build.session().getRequest().isInteractiveMode()
        && build.parallelProjects() == 1
        && isPresent();
  }

  /**
   * Returns the standard output of this process, in place of Maven 4's stream that makes log lines
   * of what goals print; but that stream where Maven is embedded in a process of others.
   */
  static PrintStream standardOutput() {
    return isPartOfTheLog(System.out) && isMavensProcess(System.getProperty(COMMAND, ""))
        ? new PrintStream(new FileOutputStream(FileDescriptor.out), true)
        : System.out;
  }

  /** Returns whether a command of the JVM sends the log to a file, and standard output with it. */
  static boolean hasLogFile(String command) {
    return LOG_FILE.matcher(command + " ").find();
  }

  /** Returns whether a command of the JVM is that of Maven's script or of its wrapper. */
  static boolean isMavensProcess(String command) {
    return command.startsWith("org.codehaus.plexus.classworlds.launcher.Launcher")
        || command.startsWith("org.apache.maven.wrapper.MavenWrapperMain");
  }

  /** Returns the width of a line now; without a terminal, lines have no end. */
  static int columns() {
    if (!isPresent()) {
      return Integer.MAX_VALUE;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return columns(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return USUAL_COLUMNS;
    }
  }

  /** Reads rows and columns, as {@code stty size} prints them. */
  static int columns(String size) {
    Matcher known = SIZE.matcher(size.strip());
    return known.matches() ? Integer.parseInt(known.group(1)) : USUAL_COLUMNS;
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
   * Prints a line of bytes: as the text that they are in UTF-8, or else as they are, but in a log
   * with U+FFFD in place of what is no UTF-8.
   *
   * @throws InvalidInputException as {@link #print(String, PrintStream)} does
   */
  static void print(byte[] bytes, PrintStream out) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (isPartOfTheLog(out) || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      print(text, out);
    } else {
      out.write(bytes, 0, bytes.length);
      out.println();
      out.flush();
    }
  }

  /**
   * Returns whether a text can be printed piece by piece: the encoding is known before all of it
   * is, and no log makes lines of the pieces.
   */
  static boolean takesPieces(PrintStream out) {
    return !isPartOfTheLog(out) && shown().equals(StandardCharsets.UTF_8);
  }

  /** Prints a piece of a text to a stream that takes pieces. */
  static void printPiece(byte[] piece, PrintStream out) {
    out.write(piece, 0, piece.length);
    out.flush();
  }

  /** Maven 4 turns the output of goals into log lines in the locale's encoding. */
  static boolean isPartOfTheLog(PrintStream out) {
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

  private static byte[] encode(String text) {
    Charset shown = shown();
    return text.getBytes(shown.newEncoder().canEncode(text) ? shown : StandardCharsets.UTF_8);
  }

  /** Returns the encoding of the terminal; UTF-8 if there is none. */
  @SuppressWarnings("SystemConsoleNull") // As above.
  static Charset shown() {
    Console console = System.console();
    return console != null && isTerminal(console) ? console.charset() : StandardCharsets.UTF_8;
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
