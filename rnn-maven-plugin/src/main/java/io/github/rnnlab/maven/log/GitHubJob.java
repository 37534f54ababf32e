package io.github.rnnlab.maven.log;

import io.github.rnnlab.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * What a job of GitHub Actions shows beside its log: a summary in Markdown, and failures as
 * annotations. Outside of such a job, nothing happens.
 */
public final class GitHubJob {
  private static final String VARIABLE = "GITHUB_STEP_SUMMARY";

  private final @Nullable String summary;
  private final Log log;

  private GitHubJob(@Nullable String summary, Log log) {
    this.summary = summary;
    this.log = log;
  }

  /**
   * Returns the job that a build runs in.
   *
   * @param system the system properties of the session, which have the environment
   */
  public static GitHubJob of(Properties system, Log log) {
    String summary = system.getProperty("env." + VARIABLE, "");
    return new GitHubJob(summary.isEmpty() ? null : summary, log);
  }

  /** Appends to the summary. A summary that cannot be written fails no build. */
  public void summarize(String markdown) {
    if (summary == null) {
      return;
    }
    try {
      Files.writeString(
          Path.of(summary),
          markdown + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND);
    } catch (IOException | InvalidPathException e) {
      log.warn("Cannot append to " + VARIABLE + " (" + e + "); the summary lacks these results.");
    }
  }

  /** Shows a failure on the page of the job. */
  public void annotate(String title, String message) {
    if (summary != null) { // GitHub takes no command from within a line of Maven's log.
      Terminal.print(command(title, message), Terminal.standardOutput());
    }
  }

  /** Returns the command of a job that makes an annotation, on one line. */
  static String command(String title, String message) {
    String data = escaped(Printable.lines(message));
    String property = escaped(Printable.line(title)).replace(":", "%3A").replace(",", "%2C");
    return "::error title=" + property + "::" + data;
  }

  private static String escaped(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
