package io.github.rnnlab.maven.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rnnlab.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaRuntimeTest {
  @TempDir Path home;

  @Test
  void takesALauncherOrAHomeDirectory() {
    Path running = Path.of(System.getProperty("java.home"));
    JavaRuntime byHome = JavaRuntime.at(running, "java.home");
    assertThat(JavaRuntime.at(byHome.executable(), "rnn.jvm")).isEqualTo(byHome);
    assertThat(byHome.hasVectorModule()).isTrue();
    assertThat(byHome.feature()).isEqualTo(Runtime.version().feature());
  }

  @Test
  void refusesAnOlderJava() throws IOException {
    fake("JAVA_VERSION=\"11.0.22\"\n");
    assertThatThrownBy(() -> JavaRuntime.at(home, "jdkToolchain"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("jdkToolchain: found Java 11.0.22")
        .hasMessageContaining("expected JDK 17 or later");
    fake("JAVA_VERSION=\"1.8.0_402\"\n");
    assertThatThrownBy(() -> JavaRuntime.at(home, "rnn.jvm"))
        .hasMessageContaining("Java 1.8.0_402");
  }

  @Test
  void noticesAMissingVectorModule() throws IOException {
    fake("JAVA_VERSION=\"21.0.2\"\nMODULES=\"java.base java.logging\"\n");
    JavaRuntime java = JavaRuntime.at(home, "rnn.jvm");
    assertThat(java.hasVectorModule()).isFalse();
    assertThat(java.feature()).isEqualTo(21);
  }

  @Test
  void trustsALauncherThatTellsNothing() throws IOException {
    fake("");
    Files.delete(home.resolve("release"));
    JavaRuntime java = JavaRuntime.at(home, "rnn.jvm");
    assertThat(java.hasVectorModule()).isTrue();
    assertThat(java.feature()).isEqualTo(17);
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> JavaRuntime.at(home.resolve("nowhere"), "rnn.jvm"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nowhere");
  }

  private void fake(String release) throws IOException {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    Path java = home.resolve(windows ? "bin/java.exe" : "bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "");
    assumeTrue(java.toFile().setExecutable(true));
    Files.writeString(home.resolve("release"), release);
  }
}
