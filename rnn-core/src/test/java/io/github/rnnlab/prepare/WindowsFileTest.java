package io.github.rnnlab.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Golden;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowsFileTest {
  @TempDir private Path directory;

  @Test
  void readsTheNotebooksArtifacts() throws IOException {
    Path file = Golden.file("notebook_char_windows.npy");
    PreparedCorpus corpus = WindowsFile.open(file, 8);
    assertThat(corpus.name()).isEqualTo("notebook");
    assertThat(corpus.sha256()).isEqualTo(Sha256.of(file));
    assertThat(corpus.bytes()).isEqualTo(Files.size(file));
    assertThat(corpus.characters()).isEqualTo(15 * 9);
    Windows windows = Split.of(corpus.tokens(), 0, 0, 8, 1).training();
    assertThat(windows.count()).isEqualTo(15);
    int[] window = new int[9];
    windows.read(1, window);
    assertThat(Preparations.text(corpus.vocabulary(), window)).isEqualTo("e, or not");
  }

  @Test
  void readsBackWhatPreparationWrites() {
    Preparations.ofCharacters("small", 8, 4, true).prepare(Golden.file("small.txt"), directory);
    PreparedCorpus ours = WindowsFile.open(directory.resolve("small_char_windows.npy"), 8);
    PreparedCorpus theirs = WindowsFile.open(Golden.file("notebook_char_windows.npy"), 8);
    assertThat(ours.vocabulary()).isEqualTo(theirs.vocabulary());
    for (long i = 0; i < theirs.tokens().size(); i++) {
      assertThat(ours.tokens().get(i)).isEqualTo(theirs.tokens().get(i));
    }
  }

  @Test
  void saysWhichSequenceLengthFits() {
    assertThatThrownBy(() -> WindowsFile.open(Golden.file("notebook_char_windows.npy"), 100))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("prepare.sequenceLength: found 100, expected 8")
        .hasMessageEndingWith("Set prepare.sequenceLength to 8.");
  }

  @Test
  void refusesFilesUnderOtherNamesAndVectors() throws IOException {
    assertThatThrownBy(() -> WindowsFile.open(Golden.file("small_windows.npy"), 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("prepare.windowsFile: found ");
    Files.copy(Golden.file("read_u1.npy"), directory.resolve("x_char_windows.npy"));
    Files.copy(Golden.file("notebook_chars.json"), directory.resolve("x_chars.json"));
    assertThatThrownBy(() -> WindowsFile.open(directory.resolve("x_char_windows.npy"), 8))
        .hasMessageContaining("one id per row");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'sequence_length': 8} | : chars: found nothing",
        "{'chars': 'abc', 'sequence_length': 8} | : chars: found \"abc\"",
        "{'chars': ['a', 7], 'sequence_length': 8} | : chars[1]: found 7",
        "{'chars': ['b', 'a'], 'sequence_length': 8} | : chars[1]: found 'a' (U+0061) after 'b'",
        "{'chars': ['a', 'bc'], 'sequence_length': 8} | : chars[1]: found ",
        "{'chars': ['a'], 'sequence_length': 8} | : chars: found 1 distinct",
        "{'chars': ['a', 'b']} | : sequence_length: found nothing",
        "{'chars': ['a', 'b'], 'sequence_length': '8'} | : sequence_length: found \"8\"",
        "{'chars': ['a', 'b'], 'sequence_length': 0} | : sequence_length: found 0",
        "{'chars': ['a', 'b'], 'sequence_length': 8.5} | : sequence_length: found 8.5",
        "{'chars': ['a', 'b'], 'sequence_length': 99999999999} | : sequence_length: found 9999",
        "{'chars': ['a', 'b'], 'sequence_length': 9} | : sequence_length: found 9, expected 8",
        "{'chars': ['a', 'b'], 'sequence_length': 8} | [0, 0]: found the value 3",
        "[] | : chars: found nothing",
        "{'chars': | expected JSON",
        "'' | : chars: found "
      })
  void refusesMetadataThatDoesNotFit(String json, String message) throws IOException {
    Path file = directory.resolve("x_char_windows.npy");
    Files.copy(Golden.file("notebook_char_windows.npy"), file);
    Files.writeString(directory.resolve("x_chars.json"), json.replace('\'', '"'));
    assertThatThrownBy(() -> WindowsFile.open(file, 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesMetadataThatIsMissingOrNotUtf8() throws IOException {
    Path file = directory.resolve("x_char_windows.npy");
    Files.copy(Golden.file("notebook_char_windows.npy"), file);
    assertThatThrownBy(() -> WindowsFile.open(file, 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x_chars.json: found no such file");
    Files.write(
        directory.resolve("x_chars.json"), new byte[] {'{', '"', (byte) 0xE9, '"', ':', '1', '}'});
    assertThatThrownBy(() -> WindowsFile.open(file, 8)).isInstanceOf(InvalidInputException.class);
  }
}
