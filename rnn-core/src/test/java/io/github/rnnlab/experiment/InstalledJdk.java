package io.github.rnnlab.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home the directory that has bin/java in it
 * @param version as its file {@code release} states it
 */
record InstalledJdk(Path home, Runtime.Version version) {
  /** A system property or environment variable that names the home of another JDK to test with. */
  static final String PROPERTY = "rnn.test.jdk";

  static final String VARIABLE = "RNN_TEST_JDK";

  /** Returns the JDK that this JVM belongs to. */
  static InstalledJdk running() {
    return new InstalledJdk(Path.of(System.getProperty("java.home")), Runtime.version());
  }

  /**
   * Returns the JDK that the property or the variable names; else the newest one of another feature
   * release than the running one, if it is 17 or later and has the Vector API, among those that
   * {@code JAVA_HOME} and {@code JAVA_HOME_...} name, those beside the running one, and those in
   * {@code /usr/lib/jvm}, {@code ~/.sdkman/candidates/java} and {@code ~/.jdks}.
   */
  static Optional<InstalledJdk> newestOther() {
    String named = Objects.requireNonNullElse(System.getProperty(PROPERTY), variable(VARIABLE));
    if (!named.isEmpty()) {
      return Optional.of(
          at(Path.of(named))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          PROPERTY
                              + " or "
                              + VARIABLE
                              + ": no JDK with the Vector API: "
                              + named)));
    }
    return Stream.concat(fromVariables(), fromUsualPlaces())
        .flatMap(home -> at(home).stream())
        .filter(jdk -> jdk.version().feature() >= 17)
        .filter(jdk -> jdk.version().feature() != Runtime.version().feature())
        .max(Comparator.comparing(InstalledJdk::version));
  }

  private static String variable(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "");
  }

  private static Stream<Path> fromVariables() {
    return System.getenv().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("JAVA_HOME"))
        .map(Map.Entry::getValue)
        .map(Path::of);
  }

  private static Stream<Path> fromUsualPlaces() {
    Path user = Path.of(System.getProperty("user.home"));
    return Stream.of(
            Path.of(System.getProperty("java.home")).resolveSibling("."),
            Path.of("/usr/lib/jvm"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks"))
        .filter(Files::isDirectory)
        .flatMap(InstalledJdk::entries);
  }

  private static Stream<Path> entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the JDK at a place, unless there is none or it lacks the Vector API. */
  private static Optional<InstalledJdk> at(Path home) {
    Properties release = new Properties();
    try (var lines = Files.newBufferedReader(home.resolve("release"))) {
      release.load(lines);
    } catch (IOException e) {
      return Optional.empty();
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    boolean usable =
        release.getProperty("MODULES", "").contains("jdk.incubator.vector")
            && Files.isExecutable(home.resolve("bin/java"));
    return usable
        ? Optional.of(new InstalledJdk(home, Runtime.Version.parse(version)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }
}
