package io.github.rnnlab.maven.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A build that the invoker ran: its log and what it left. Each {@code verify.groovy} is one
 * sentence of these methods, which ends in {@link #leftNothingBehind()}.
 */
public final class Build {
  /** What JDK 24 and later print on standard error of the classes of Maven itself. */
  private static final String WARNING_OF_THE_JVM =
      "WARNING: .*(sun\\.misc\\.Unsafe|reporting this to the maintainers of class).*\\R";

  /** What Maven 3 sets a terminal back with, even in a pipe. */
  private static final String RESET = "\u001b\\[0?m";

  private final Path directory;
  private final String log;

  /** Looks at the build of a directory. */
  public Build(File directory) throws IOException {
    this.directory = directory.toPath();
    byte[] bytes = Files.readAllBytes(this.directory.resolve("build.log"));
    this.log = new String(bytes, Charset.defaultCharset()).replaceAll("\u001b\\[[0-9;]*m", "");
  }

  /**
   * The build failed with one message, in which all parts stand; a user is shown no stack trace.
   */
  public Build failedWith(String... parts) {
    assertThat(log).contains("BUILD FAILURE").doesNotContain("\tat ");
    Matcher failure =
        Pattern.compile(
                "^\\[ERROR] Failed to execute goal .*?(?=^\\[ERROR] -> \\[Help|^\\[ERROR] $|\\z)",
                Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(log);
    assertThat(failure.find()).as("a failed goal in the log").isTrue();
    assertThat(failure.group()).contains(parts);
    assertThat(failure.find()).as("a second failure").isFalse();
    return this;
  }

  /** The log holds all texts. */
  public Build logged(String... texts) {
    assertThat(log).contains(texts);
    return this;
  }

  /** The log holds all texts, one after the other. */
  public Build loggedInOrder(String... texts) {
    assertThat(log).containsSubsequence(texts);
    return this;
  }

  /** The log holds none of the texts. */
  public Build loggedNot(String... texts) {
    assertThat(log).doesNotContain(texts);
    return this;
  }

  /** The log holds a text so many times. */
  public Build loggedTimes(String text, int times) {
    assertThat(log.split(Pattern.quote(text), -1)).hasSize(times + 1);
    return this;
  }

  /** The last goal, called with {@code -q}, printed the prompt, so many characters, and no more. */
  public Build printedOnly(String prompt, int characters) {
    String sinceLastBuild = log.substring(log.lastIndexOf("[INFO] "));
    String printed =
        sinceLastBuild
            .substring(
                sinceLastBuild.indexOf('\n'), sinceLastBuild.indexOf("Running post-build script"))
            .replaceAll("(?m)^" + WARNING_OF_THE_JVM, "")
            .strip();
    assertThat(printed).startsWith(prompt);
    // White space that the model wrote at the end is not told from the log's own.
    assertThat(printed.length()).isBetween(prompt.length() + 1, prompt.length() + characters);
    return this;
  }

  /** The files stand in the project, none of them empty. */
  public Build wrote(String... files) throws IOException {
    for (String file : files) {
      assertThat(directory.resolve(file)).isRegularFile().isNotEmptyFile();
    }
    return this;
  }

  /** The files do not stand in the project. */
  public Build wroteNo(String... files) {
    for (String file : files) {
      assertThat(directory.resolve(file)).doesNotExist();
    }
    return this;
  }

  /** A file holds a text. */
  public Build contains(String file, String text) throws IOException {
    assertThat(Files.readString(directory.resolve(file), StandardCharsets.UTF_8)).contains(text);
    return this;
  }

  /** Workers that ran at the same time each had their share of the cores. */
  public Build sharedTheCores(int workers, String... environments) throws IOException {
    int share = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
    for (String environment : environments) {
      assertThat(Files.readString(directory.resolve(environment), StandardCharsets.UTF_8))
          .contains("\"processors\" : " + share + ",");
    }
    return this;
  }

  /** Two files hold the same bytes. */
  public Build hasSameText(String file, String other) {
    assertThat(directory.resolve(file)).hasSameBinaryContentAs(directory.resolve(other));
    return this;
  }

  /** A goal called with {@code -q} printed what stands in a file, in UTF-8. */
  public Build printedText(String file) throws IOException {
    String text = Files.readString(directory.resolve(file), StandardCharsets.UTF_8);
    assertThat(Files.readString(directory.resolve("build.log"), StandardCharsets.UTF_8))
        .contains(text);
    return this;
  }

  /**
   * A session, in a Maven of its own that says nothing else, first prints what stands in a file and
   * then all texts, and ends.
   *
   * @param typed the whole standard input
   */
  public Build answers(String typed, String first, String... others)
      throws IOException, InterruptedException {
    Path its = directory.resolveSibling("");
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    Process session =
        new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn")
                    .toString(),
                "-q",
                "-B",
                "-s",
                its.resolve("interpolated-settings.xml").toString(),
                "-Dmaven.repo.local=" + its.resolveSibling("it-repo"),
                "rnn:generate",
                "-Drnn.interactive")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    try (OutputStream input = session.getOutputStream()) {
      input.write(typed.getBytes(StandardCharsets.UTF_8));
    }
    String printed =
        new String(session.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replaceAll(RESET, "")
            .replaceAll("(?m)^" + WARNING_OF_THE_JVM, "");
    assertThat(session.waitFor()).as(printed).isZero();
    assertThat(printed).startsWith(Files.readString(directory.resolve(first)));
    assertThat(printed).containsSubsequence(others);
    return this;
  }

  /** No file of the project holds one of the texts, but what gave them to the build. */
  public Build holdsNowhere(String... texts) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("invoker.properties") && !file.endsWith("verify.groovy")) {
          String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          // With -X, Maven 4 itself prints the command that started it.
          String others = content.replaceAll("(?m)^Command line: .*$", "");
          assertThat(others).as("%s", file).doesNotContain(texts);
        }
      }
    }
    return this;
  }

  /** No half-written file stays, and no worker. */
  public boolean leftNothingBehind() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
    String here = directory.toString() + File.separator;
    List<String> workers =
        ProcessHandle.allProcesses()
            .flatMap(process -> process.info().arguments().stream())
            .filter(
                arguments ->
                    Arrays.stream(arguments).anyMatch(a -> a.startsWith("-XX:ErrorFile=" + here)))
            .map(arguments -> String.join(" ", arguments))
            .toList();
    assertThat(workers).isEmpty();
    return true;
  }
}
