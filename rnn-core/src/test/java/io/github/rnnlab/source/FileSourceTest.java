package io.github.rnnlab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSourceTest {
  @TempDir private Path directory;

  @Test
  void usesTheFileWhereItLies() throws IOException {
    Path file = Files.writeString(directory.resolve("a text.txt"), "abc");
    assertThat(new FileSource(file, null).fetch(directory)).isEqualTo(file);
    assertThat(new FileSource(file, Sha256.of("abc")).fetch(directory)).isEqualTo(file);
  }

  @Test
  void namesGitWhereOnlyTheLineEndsDiffer() throws IOException {
    Path text = Files.writeString(directory.resolve("play.txt"), "to be\r\nor not\r\n");
    assertThatThrownBy(() -> new FileSource(text, Sha256.of("to be\nor not\n")).fetch(directory))
        .hasMessageStartingWith("corpus.sha256: found " + Sha256.of(text))
        .hasMessageContaining("differs in nothing but its line ends, which git changes if")
        .hasMessageContaining("core.autocrlf");
  }

  @Test
  void refusesAnotherHashAndAnythingThatIsNoHash() throws IOException {
    Path file = Files.writeString(directory.resolve("text.txt"), "abc");
    FileSource other = new FileSource(file, Sha256.of("abd"));
    assertThatThrownBy(() -> other.fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.sha256: found " + Sha256.of("abc"))
        .hasMessageContaining("expected " + Sha256.of("abd"));
    assertThatThrownBy(() -> new FileSource(file, "abc"))
        .hasMessageStartingWith("corpus.sha256: found \"abc\"");
  }

  @Test
  void refusesMissingFilesAndDirectories() {
    assertThatThrownBy(() -> new FileSource(directory.resolve("none"), null).fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.file: found no file at " + directory);
    assertThatThrownBy(() -> new FileSource(directory, null).fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.file: found a directory");
  }
}
