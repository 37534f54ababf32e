package io.github.rnnlab.maven.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTextTest {
  @TempDir Path directory;

  @Test
  void readsThreeEscapes() {
    assertThat(PromptText.read("ROMEO:\\n\\ta\\\\n", "rnn.prompt")).isEqualTo("ROMEO:\n\ta\\n");
    assertThat(PromptText.read("ROMEO:\n", "rnn.prompt")).isEqualTo("ROMEO:\n");
    assertThat(PromptText.read("", "rnn.prompt")).isEmpty();
  }

  @Test
  void refusesOtherEscapes() {
    assertThatThrownBy(() -> PromptText.read("a\\d", "rnn.prompt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("rnn.prompt: found a backslash before 'd' in a\\d");
    assertThatThrownBy(() -> PromptText.read("a\\", "rnn.prompt"))
        .hasMessageContaining("before the end of a\\");
  }

  @Test
  void readsAFileAsItIs() throws IOException {
    Path file = Files.writeString(directory.resolve("prompt.txt"), "ROMEO:\\n\r\n\u00e9\n");
    assertThat(PromptText.ofFile(file)).isEqualTo("ROMEO:\\n\r\n\u00e9\n");
  }

  @Test
  void refusesAFileThatIsNoPrompt() throws IOException {
    Path file = directory.resolve("prompt.txt");
    String option = "-Drnn.promptFile=" + file;
    assertThatThrownBy(() -> PromptText.ofFile(file))
        .hasMessage(
            option + ": found no such file, expected a text file in UTF-8. Correct the path.");
    Files.writeString(file, "");
    assertThatThrownBy(() -> PromptText.ofFile(file))
        .hasMessageStartingWith(option + ": found an empty file");
    Files.write(file, "\u00e9t\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PromptText.ofFile(file))
        .hasMessageStartingWith(option + ": found byte 0xE9 at offset 0")
        .hasMessageEndingWith("Convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.");
    Files.write(file, "to be or not".getBytes(StandardCharsets.UTF_16LE));
    assertThatThrownBy(() -> PromptText.ofFile(file))
        .hasMessageStartingWith(option + ": found text in UTF-16LE")
        .hasMessageEndingWith("Convert it: iconv -f UTF-16LE -t UTF-8 FILE > NEW.");
  }
}
