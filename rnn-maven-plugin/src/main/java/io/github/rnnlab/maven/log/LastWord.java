package io.github.rnnlab.maven.log;

import io.github.rnnlab.maven.build.BuildContext;
import java.io.PrintStream;
import org.apache.maven.plugin.logging.Log;

/**
 * The last line of a build that a signal ends: Maven ends without a word. Safe for use by several
 * threads.
 *
 * @param log the goal's log
 * @param out standard output
 * @param logStays whether the log still writes when the JVM shuts down
 */
record LastWord(Log log, PrintStream out, boolean logStays) {
  /** What Maven writes before what it is told. */
  private static final int LEVEL = "[INFO] ".length();

  /** The terminal writes {@code ^C}, and {@code ERROR} is longer than {@code INFO}. */
  private static final int ECHO = 3;

  /** Returns whether the log of a build still writes when the JVM shuts down. */
  static boolean logStays(BuildContext build) {
    // Maven 4 closes its log when the shutdown begins.
    return build.session().getSystemProperties().getProperty("maven.version", "").startsWith("3.");
  }

  /** Returns what the log writes before each line. */
  String prefix() {
    return log instanceof PrintableLog named ? named.prefix() : "";
  }

  /** Returns the columns that the log leaves to a line on a terminal of some width. */
  int columns(int terminal) {
    return terminal - LEVEL - prefix().length();
  }

  /**
   * Writes a line, broken at spaces.
   *
   * @param terminal its width in columns
   */
  void say(String line, int terminal) {
    for (String part : Wording.wrap(line, columns(terminal) - ECHO)) {
      if (logStays) {
        log.error(part);
      } else {
        out.println("[ERROR] " + prefix() + part);
      }
    }
    out.flush();
  }
}
