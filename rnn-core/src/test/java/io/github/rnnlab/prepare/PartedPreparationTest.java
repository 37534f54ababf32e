package io.github.rnnlab.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.text.TextForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartedPreparationTest {
  private static final String ODD_TEXT =
      "\uFEFF'Tis the dogs' 3.14 \n  two  spaces, before\n\n.5 is a half;\r\nit's ‘quoted’ — née 日本\n"
          + "and 𝄞 a clef\n\n\n12\n,3\n'\n’s own\n(open\n) shut \t tab\nlast line without an end";

  @TempDir Path directory;
  private final AtomicInteger parts = new AtomicInteger();

  private static TextPreparation chars(int length, boolean windows) {
    return Preparations.ofCharacters("text", length, 3, windows);
  }

  private static TextPreparation words(boolean windows, int minimumCount, int vocabularySize) {
    return new WordPreparation(
        new PreparedFiles(TokenUnit.WORD, "text", 8, 3, windows),
        minimumCount,
        vocabularySize,
        TextForm.PLAIN);
  }

  @ParameterizedTest
  @CsvSource({"30, false", "47, false", "64, true", "100, true", "1000, false"})
  void partsLeaveTheBytesOfTheWhole(int mostBytes, boolean isCut) throws IOException {
    Path text = write(ODD_TEXT.repeat(3) + "\n" + ODD_TEXT);
    assertSame(chars(8, true), text, mostBytes);
    assertSame(words(true, 1, 10_000), text, mostBytes);
    assertSame(words(false, 3, 10_000), text, mostBytes);
    assertSame(words(false, 1, 12), text, mostBytes);
    assertThat(parts.get() > 0)
        .as("longer than the longest line, shorter than all")
        .isEqualTo(isCut);
  }

  @Test
  void manyCharactersGiveWiderIds() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int c = 0x4E00; c < 0x4E00 + 400; c++) {
      many.append(Character.toString(c)).append(c % 7 == 0 ? "\n" : "");
    }
    assertSame(chars(8, false), write(many.toString()), 90);
    assertThat(parts).hasPositiveValue();
  }

  @Test
  void whatCannotBeCutIsPreparedAsAWhole() throws IOException {
    assertSame(chars(8, false), write("a line of 36 characters ".repeat(9)), 30);
    assertThat(parts).hasValue(0);
    TextForm lineFeeds = new TextForm(TextForm.PLAIN.encoding(), true);
    TextPreparation serial =
        new CharPreparation(new PreparedFiles(TokenUnit.CHAR, "other", 8, 3, false), lineFeeds);
    assertThat(PartedPreparation.of(serial, new Here(), 30)).isSameAs(serial);
    TextPreparation bytes =
        new BytePreparation(new PreparedFiles(TokenUnit.BYTE, "other", 8, 3, false));
    assertThat(PartedPreparation.of(bytes, new Here(), 30)).isSameAs(bytes);
  }

  @Test
  void refusesWhatTheWholeRefusesInTheSameWords() throws IOException {
    byte[] latin = "na\u00efve\n".repeat(20).getBytes(StandardCharsets.ISO_8859_1);
    Path text = Files.write(directory.resolve("latin.txt"), latin);
    assertSameRefusal(chars(8, false), text);
    assertSameRefusal(chars(800, false), write(ODD_TEXT));
    assertSameRefusal(chars(8, false), write("\n".repeat(99)));
    assertSameRefusal(words(false, 500, 99), write(ODD_TEXT.repeat(2)));
    assertSameRefusal(chars(8, false), directory.resolve("missing.txt"));
  }

  @Test
  void noticesAnotherFileOnAnotherMachine() throws IOException {
    Path text = write("some lines\nof text\n");
    PartedText.Part part = PartedText.of(text, 12).parts().get(1);
    write("some lines\nof Text\n");
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> part.read(text))
        .withMessageContainingAll("bytes from 11 on", text.toString(), "same file");
  }

  private void assertSame(TextPreparation serial, Path text, int mostBytes) throws IOException {
    PreparedCorpus expected = serial.prepare(text, directory.resolve("whole"));
    PreparedCorpus found =
        PartedPreparation.of(serial, new Here(), mostBytes)
            .prepare(text, directory.resolve("parts"));
    assertThat(files("parts")).isEqualTo(files("whole"));
    assertThat(found.sha256()).isEqualTo(expected.sha256()).isEqualTo(Sha256.of(text));
    assertThat(found.bytes()).isEqualTo(expected.bytes());
    assertThat(found.characters()).isEqualTo(expected.characters());
  }

  private void assertSameRefusal(TextPreparation serial, Path text) {
    Path target = directory.resolve("refused");
    InvalidInputException expected =
        catchThrowableOfType(InvalidInputException.class, () -> serial.prepare(text, target));
    assertThat(expected).isNotNull();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> PartedPreparation.of(serial, new Here(), 40).prepare(text, target))
        .withMessage(expected.getMessage());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("text.txt"), text);
  }

  private Map<String, String> files(String name) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory.resolve(name))) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Sha256.of(file));
      }
    }
    return files;
  }

  /** Reads parts on this machine, one after the other. */
  private final class Here implements PartedPreparation.Readers {
    @Override
    public SymbolCounts count(Path text, List<PartedText.Part> all, TokenUnit unit) {
      parts.addAndGet(all.size());
      return all.stream()
          .map(
              part -> {
                try {
                  return SymbolCounts.of(text, part, unit);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .reduce(SymbolCounts::plus)
          .orElseThrow();
    }

    @Override
    public void encode(
        Path text, List<PartedText.Part> all, PartEncoder encoder, Consumer<int[]> ids) {
      try {
        encoder.encode(text, all).forEach(ids);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
