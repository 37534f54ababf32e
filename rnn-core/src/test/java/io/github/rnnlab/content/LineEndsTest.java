package io.github.rnnlab.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineEndsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"a\nb\n", "\n\n\na\rb\n\r", "a\n\r\n"})
  void recognizesTheLineEndsThatGitChanges(String text) throws IOException {
    String lf = text.replace("\r\n", "\n");
    String crlf = lf.replace("\n", "\r\n");
    assertThat(changed(lf, crlf)).isTrue();
    assertThat(changed(crlf, lf)).isTrue();
    assertThat(changed(crlf, lf + "c")).isFalse();
    assertThat(changed(crlf + "c", lf)).isFalse();
    assertThat(changed(crlf, crlf.replace('\r', ' '))).isFalse();
  }

  @Test
  void recognizesThemAcrossItsBuffers() throws IOException {
    for (int before = 65_530; before < 65_540; before++) {
      String lf = "a".repeat(before) + "\n\nb\n".repeat(40_000);
      assertThat(changed(lf.replace("\n", "\r\n"), lf)).isTrue();
      assertThat(changed(lf, lf.replace("\n", "\r\n"))).isTrue();
    }
  }

  @Test
  void saysNothingOfAFileThatIsMissing() {
    assertThat(LineEnds.changedByGit(directory.resolve("none"), Sha256.of(""))).isEmpty();
  }

  private boolean changed(String found, String expected) throws IOException {
    Path file = Files.writeString(directory.resolve("play.txt"), found);
    return LineEnds.changedByGit(file, Sha256.of(expected))
        .filter(fix -> fix.contains("core.autocrlf"))
        .filter(fix -> fix.contains("\"play.txt -text\" into .gitattributes"))
        .isPresent();
  }
}
