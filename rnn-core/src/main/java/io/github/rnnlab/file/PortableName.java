package io.github.rnnlab.file;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks the names of experiments and of their prepared files, from whatever source. A portable
 * name can name a directory on every operating system, and is one word of a log.
 */
public final class PortableName {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*(?<!\\.)");
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?");

  /** File names may have 255 bytes; this leaves room for prefixes and suffixes. */
  private static final int MOST_BYTES = 200;

  private PortableName() {}

  /** Returns what was expected of a name that is not portable; empty if it is. */
  public static Optional<String> expectedOf(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of(
          "letters, digits, '.', '_' and '-', a letter or digit first and no '.' last");
    }
    if (DEVICE.matcher(name).matches()) {
      return Optional.of("a name that Windows does not keep for a device");
    }
    return name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
        ? Optional.of("a name of at most " + MOST_BYTES + " bytes in UTF-8")
        : Optional.empty();
  }

  /** Returns whether a name is portable. */
  public static boolean is(String name) {
    return expectedOf(name).isEmpty();
  }
}
