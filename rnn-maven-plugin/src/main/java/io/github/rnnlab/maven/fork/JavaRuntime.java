package io.github.rnnlab.maven.fork;

import io.github.rnnlab.InvalidInputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A JVM for workers.
 *
 * @param executable its {@code java} launcher
 * @param feature its version, such as 17; 17 if unknown
 * @param hasVectorModule whether it has the module {@code jdk.incubator.vector}; true if unknown
 */
public record JavaRuntime(Path executable, int feature, boolean hasVectorModule) {
  private static final int OLDEST = 17;

  /**
   * Inspects a launcher or the home directory of a JDK without starting it. The version and the
   * modules come from the JDK's {@code release} file.
   *
   * @param java the launcher or home directory
   * @param origin the flag or setting that named it, for messages
   * @throws InvalidInputException if there is no such launcher, or its Java is too old
   */
  public static JavaRuntime at(Path java, String origin) {
    Path executable = Files.isDirectory(java) ? java.resolve("bin").resolve(launcher()) : java;
    if (!Files.isExecutable(executable)) {
      throw new InvalidInputException(
          origin,
          java.toString(),
          "the java launcher of a JDK " + OLDEST + " or later, or that JDK's directory",
          "Correct -Drnn.jvm, or leave it out to use the JDK that runs Maven.");
    }
    Properties release = release(executable);
    String version = unquoted(release.getProperty("JAVA_VERSION"));
    int feature = version == null ? OLDEST : feature(version);
    if (feature < OLDEST) {
      throw new InvalidInputException(
          origin,
          "Java " + version + " at " + executable,
          "JDK " + OLDEST + " or later",
          "Point -Drnn.jvm to a newer java.");
    }
    String modules = unquoted(release.getProperty("MODULES"));
    return new JavaRuntime(
        executable,
        feature,
        modules == null || (" " + modules + " ").contains(" jdk.incubator.vector "));
  }

  private static String launcher() {
    return System.getProperty("os.name", "").startsWith("Windows") ? "java.exe" : "java";
  }

  private static Properties release(Path executable) {
    Properties release = new Properties();
    try {
      Path file = executable.toRealPath().resolveSibling("../release").normalize();
      if (Files.isRegularFile(file)) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
          release.load(reader);
        }
      }
    } catch (IOException e) {
      // Then the JVM itself says what it cannot do.
      release.clear();
    }
    return release;
  }

  private static @Nullable String unquoted(@Nullable String value) {
    return value == null ? null : value.replace("\"", "").strip();
  }

  /** Returns 8 for {@code 1.8.0_402} and 17 for {@code 17.0.15}. */
  private static int feature(String version) {
    String[] parts = version.split("[^0-9]+", -1);
    try {
      int first = Integer.parseInt(parts[0]);
      return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
    } catch (NumberFormatException e) {
      return OLDEST;
    }
  }
}
