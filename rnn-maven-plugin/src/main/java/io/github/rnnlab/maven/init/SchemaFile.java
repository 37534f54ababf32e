package io.github.rnnlab.maven.init;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JSON Schema beside the configs of a project, which editors complete and explain keys with. A
 * line in it says that it may be replaced.
 */
public final class SchemaFile {
  /** The name of the file, to which {@code $schema} of a config refers. */
  public static final String NAME = "experiment.schema.json";

  private static final String START = "{\n";
  private static final String MARK =
      "  \"$comment\": \"rnn:init wrote this file. Goals renew it while this line stands.\",\n";

  private SchemaFile() {}

  /** Returns the schema of this version of the plugin, with the line. */
  static String text() {
    return START + MARK + Template.of(NAME).substring(START.length());
  }

  /**
   * Replaces the schema in a directory by that of this version, if {@code rnn:init} has written it
   * and it differs.
   *
   * @return whether it was replaced
   * @throws BrokenRunException if it cannot be written
   */
  public static boolean renew(Path directory) {
    Path file = directory.resolve(NAME);
    String former = former(file);
    if (!former.startsWith(START + MARK) || former.equals(text())) {
      return false;
    }
    AtomicFile.write(file, text());
    return true;
  }

  /** Returns the text of a file, or an empty one if there is none that can be read. */
  private static String former(Path file) {
    try {
      // Git may have given it the line ends of this system.
      return Files.isRegularFile(file)
          ? Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n")
          : "";
    } catch (IOException e) {
      return "";
    }
  }
}
