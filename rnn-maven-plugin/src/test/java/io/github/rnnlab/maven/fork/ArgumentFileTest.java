package io.github.rnnlab.maven.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentFileTest {
  @TempDir Path directory;

  /** Prints its arguments, one a line; the launcher has unquoted them. */
  static final class Echo {
    private Echo() {}

    public static void main(String[] arguments) {
      for (String argument : arguments) {
        System.out.println(argument);
      }
    }
  }

  @Test
  void quotesWithBackslashes() {
    assertThat(ArgumentFile.quote("C:\\my \"files\"\ta"))
        .isEqualTo("\"C:\\\\my \\\"files\\\"\\ta\"");
  }

  @Test
  void theLauncherReadsBackWhatWasWritten() throws Exception {
    List<String> awkward =
        new ArrayList<>(
            List.of(
                "",
                "a b",
                "it's",
                "say \"so\"",
                "C:\\dir\\",
                "#no comment",
                "@file",
                "100%",
                "a\tb"));
    Charset system = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    if (system.newEncoder().canEncode("Straße Ω 文")) {
      awkward.add("Straße Ω 文");
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "-Xshare:auto",
                Echo.class.getName()));
    arguments.addAll(awkward);
    Path file = directory.resolve("with space.args");
    ArgumentFile.write(file, arguments, system);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + file)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), system);
    assertThat(process.waitFor()).isZero();
    assertThat(printed.lines()).containsExactlyElementsOf(awkward);
  }

  @Test
  void refusesACharacterThatTheSystemLacks() {
    Path file = directory.resolve("worker.args");
    assertThatThrownBy(() -> ArgumentFile.write(file, List.of("文"), StandardCharsets.US_ASCII))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("US-ASCII")
        .hasMessageContaining("LC_ALL");
    assertThat(Files.exists(file)).isFalse();
  }
}
