package io.github.rnnlab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemEncodingTest {
  /** Says why a path that the system cannot have is refused. */
  static final class Refusal {
    private Refusal() {}

    public static void main(String[] arguments) {
      System.out.println(SystemEncoding.hasLost(arguments[0]));
      try {
        System.out.println(Path.of("Stra\u00dfe"));
      } catch (InvalidPathException e) {
        System.out.println(SystemEncoding.refusal("corpus.file", e).getMessage());
      }
    }
  }

  @Test
  void knowsWhatHasLostCharacters() {
    assertThat(SystemEncoding.hasLost("Straße? 𝄞")).isFalse();
    assertThat(SystemEncoding.hasLost("Stra\ufffd\ufffde")).isTrue();
    assertThat(SystemEncoding.hasLost("\ud834")).isTrue();
  }

  @Test
  void namesTheEncodingOnlyWhereItIsAtFault() {
    InvalidPathException nul = new InvalidPathException("a\0", "Nul character not allowed");
    assertThat(SystemEncoding.refusal("corpus.file", nul))
        .hasMessageContaining("Nul character not allowed")
        .hasMessageNotContaining("locale");
  }

  @Test
  void namesTheEncodingAndTheRemedyInTheLocaleC(@TempDir Path directory) throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && SystemEncoding.charset().equals(StandardCharsets.UTF_8));
    ProcessBuilder refusal =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            Refusal.class.getName(),
            "Straße");
    refusal.environment().put("LC_ALL", "C");
    Process process = refusal.directory(directory.toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed)
        .startsWith("true")
        .contains("corpus.file: found", "ANSI_X3.4-1968", "LC_ALL=C.UTF-8");
  }
}
