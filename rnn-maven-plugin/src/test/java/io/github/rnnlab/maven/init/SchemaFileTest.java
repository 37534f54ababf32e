package io.github.rnnlab.maven.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.file.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFileTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve(SchemaFile.NAME);
  }

  @Test
  void isThatOfThisRepositoryAndOneLine() throws IOException {
    String original = Files.readString(Path.of("../experiments/experiment.schema.json"));
    assertThat(SchemaFile.text().lines().filter(line -> !line.contains("\"$comment\"")))
        .containsExactlyElementsOf(original.lines().toList());
    assertThat(Json.tree(SchemaFile.text()).get("$comment").stringValue()).contains("rnn:init");
  }

  @Test
  void renewsThatOfAnotherVersion() throws IOException {
    Files.writeString(file, SchemaFile.text().replace("hiddenSize", "formerKey"));
    assertThat(SchemaFile.renew(directory)).isTrue();
    assertThat(file).content().isEqualTo(SchemaFile.text());
    assertThat(SchemaFile.renew(directory)).isFalse();
  }

  @Test
  void leavesTheLineEndsOfAnotherSystem() throws IOException {
    String text = SchemaFile.text().replace("\n", "\r\n");
    Files.writeString(file, text);
    assertThat(SchemaFile.renew(directory)).isFalse();
    assertThat(file).content().isEqualTo(text);
  }

  @Test
  void leavesWhatInitHasNotWritten() throws IOException {
    assertThat(SchemaFile.renew(directory)).isFalse();
    assertThat(file).doesNotExist();
    String own = Files.readString(Path.of("../experiments/experiment.schema.json"));
    Files.writeString(file, own.replace("hiddenSize", "ownKey"));
    assertThat(SchemaFile.renew(directory)).isFalse();
    assertThat(file).content().contains("ownKey");
  }
}
