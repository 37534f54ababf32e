package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class JvmSpeedTest {
  /** Prints the notes of its JVM. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      JvmSpeed.notes().forEach(System.out::println);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-XX:-UseFMA, This JVM has no fused multiply-add in hardware: one takes",
    "-Xint, This JVM only interprets",
    "-XX:TieredStopAtLevel=1, This JVM has no optimizing compiler"
  })
  void saysWhatMakesAJvmSlowAndWhatToDo(String flag, String note) throws Exception {
    assertThat(notesOfAJvmWith(flag))
        .singleElement()
        .asString()
        .startsWith(note)
        .containsPattern(" (hundred|thirty) times as long")
        .contains("Remove " + flag.replaceAll("=.*", ""))
        .contains("-Drnn.argLine and JAVA_TOOL_OPTIONS");
  }

  @Test
  void hasNothingToSayOfAnOrdinaryJvm() throws Exception {
    assertThat(notesOfAJvmWith("-Xshare:auto")).isEmpty();
    assertThat(JvmSpeed.notes(12, "mixed mode, sharing")).isEmpty();
  }

  /** Another maker's JVM describes itself in other words. */
  @Test
  void measuresWhateverTheJvmSaysOfItself() {
    assertThat(JvmSpeed.notes(11_000, "")).singleElement().asString().contains("11,000 ns");
    assertThat(JvmSpeed.notes(300, "JRE 17 Linux amd64-64-Bit Compressed References")).isEmpty();
  }

  private static List<String> notesOfAJvmWith(String flag)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                flag,
                "-classpath",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
