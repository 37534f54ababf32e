package io.github.rnnlab.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Golden;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.text.RandomText;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.TokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CharPreparationTest {
  @TempDir private Path directory;

  @Test
  void writesTheBytesThatNumpyWrites() throws IOException {
    PreparedCorpus corpus =
        Preparations.ofCharacters("small", 8, 4, true).prepare(Golden.file("small.txt"), directory);
    assertThat(directory.resolve("tokens.npy"))
        .hasSameBinaryContentAs(Golden.file("small_tokens.npy"));
    assertThat(directory.resolve("small_char_windows.npy"))
        .hasSameBinaryContentAs(Golden.file("small_windows.npy"));
    assertThat(directory.resolve("small_chars.json"))
        .hasContent(
            """
            {
              "chars" : [ "\\n", " ", ",", "T", "b", "e", "n", "o", "r", "t", "𝄞" ],
              "sequence_length" : 8
            }
            """);
    assertThat(corpus.name()).isEqualTo("small");
    assertThat(corpus.characters()).isEqualTo(66);
    assertThat(corpus.bytes()).isEqualTo(75);
    assertThat(corpus.sha256()).isEqualTo(Sha256.of(Golden.file("small.txt")));
  }

  @Test
  void widensTheFileWhenThe257thCharacterAppears() {
    PreparedCorpus corpus =
        Preparations.ofCharacters("wide", 8, 4, false).prepare(Golden.file("wide.txt"), directory);
    assertThat(directory.resolve("tokens.npy"))
        .hasSameBinaryContentAs(Golden.file("wide_tokens.npy"));
    assertThat(corpus.vocabulary().size()).isEqualTo(300);
    assertThat(directory.resolve("wide_char_windows.npy")).doesNotExist();
  }

  @Test
  void idsAreRanksInTheSortedSetOfCodePoints() throws IOException {
    Random random = new Random(5);
    int[] bounds = {3, 0x80, 0x101, 0x3000, 0x110000};
    for (int round = 0; round < 60; round++) {
      // From a few characters to beyond the chunk of 65,536 bytes.
      int length = round % 10 == 0 ? 120_000 : 20 + random.nextInt(2000);
      String text = RandomText.of(random, length, bounds[round % bounds.length]) + "ab";
      PreparedCorpus corpus = prepare(text, 10);
      List<String> sorted =
          text.codePoints().boxed().collect(Collectors.toCollection(TreeSet::new)).stream()
              .map(Character::toString)
              .toList();
      assertThat(corpus.vocabulary().symbols()).isEqualTo(sorted);
      assertThat(corpus.characters()).isEqualTo(text.codePointCount(0, text.length()));
      int[] ids = new int[(int) corpus.characters()];
      corpus.tokens().read(0, ids, ids.length);
      assertThat(Preparations.text(corpus.vocabulary(), ids)).isEqualTo(text);
      assertThat(corpus.tokens().type()).isEqualTo(NpyType.smallestFor(sorted.size()));
    }
  }

  @Test
  void renumbersWhatLaterCharactersPrecede() throws IOException {
    String letters = "tale".repeat(30_000); // More than a chunk without the characters below.
    String beyondLatin = RandomText.of(new Random(3), 600, 0x500);
    String everyLetter =
        IntStream.range(0x10000, 0x20100)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    for (String later : List.of("A", "é", "\0 " + letters, beyondLatin, everyLetter)) {
      String text = letters + later + letters;
      PreparedCorpus corpus = prepare(text, 10);
      int[] ids = new int[(int) corpus.characters()];
      corpus.tokens().read(0, ids, ids.length);
      assertThat(Preparations.text(corpus.vocabulary(), ids).equals(text)).isTrue();
      assertThat(corpus.vocabulary().symbols().toArray())
          .isEqualTo(text.codePoints().distinct().sorted().mapToObj(Character::toString).toArray());
      assertThat(corpus.sha256()).isEqualTo(Sha256.of(text));
    }
  }

  @Test
  void preparesACorpusOfExactlyOneWindow() throws IOException {
    assertThat(prepare("abc", 2).characters()).isEqualTo(3);
    assertThatThrownBy(() -> prepare("abc", 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 3 characters, expected at least 4 characters")
        .hasMessageContaining("prepare.sequenceLength");
  }

  @Test
  void refusesTextsOfNothingOrOfOneCharacter() {
    assertThatThrownBy(() -> prepare("", 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("an empty file");
    assertThatThrownBy(() -> prepare("aaaaaaaaaa", 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 distinct characters");
    assertThatThrownBy(
            () ->
                Preparations.ofCharacters("x", 1, 1, false)
                    .prepare(directory.resolve("none.txt"), directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void refusesLengthsBelowOne() {
    assertThatThrownBy(() -> Preparations.ofCharacters("x", 0, 1, false))
        .hasMessageStartingWith("prepare.sequenceLength: found 0");
    assertThatThrownBy(() -> Preparations.ofCharacters("x", 1, -2, false))
        .hasMessageStartingWith("prepare.stride: found -2");
  }

  @Test
  void leavesTheFormerTokensWhenItFails() throws IOException {
    prepare("a good text", 3);
    assertThatThrownBy(() -> prepare("bad", 3)).isInstanceOf(InvalidInputException.class);
    assertThat(TokenStore.open(directory.resolve("tokens.npy")).size()).isEqualTo(11);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("text.txt", "tokens.npy", "text_chars.json");
    }
  }

  private PreparedCorpus prepare(String text, int sequenceLength) throws IOException {
    Path file = Files.writeString(directory.resolve("text.txt"), text);
    return Preparations.ofCharacters("text", sequenceLength, 1, false).prepare(file, directory);
  }
}
