package io.github.rnnlab.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.corpus.VocabularyFile;
import io.github.rnnlab.corpus.WordVocabulary;
import io.github.rnnlab.text.RandomText;
import io.github.rnnlab.text.TextForm;
import io.github.rnnlab.token.NpyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WordsTest {
  private static final String TEXT = "the cat, the dog and the cat.\nA cat and a mouse.\n";

  @TempDir private Path directory;

  @Test
  void ranksWordsByTheirNumber() throws IOException {
    PreparedCorpus corpus = prepare(TEXT, 1, 100);
    assertThat(corpus.vocabulary().symbols().toArray())
        .containsExactly("cat", "the", "\n", ".", "and", ",", "A", "a", "dog", "mouse");
    assertThat(text(corpus)).isEqualTo(TEXT);
    assertThat(corpus.characters()).isEqualTo(TEXT.length());
    assertThat(corpus.tokens().size()).isEqualTo(17);
    assertThat(corpus.vocabulary().unknown()).isEmpty();
  }

  @Test
  void leavesOutRareWords() throws IOException {
    PreparedCorpus corpus = prepare(TEXT, 2, 100);
    assertThat(corpus.vocabulary().symbols().toArray())
        .containsExactly("<unk>", "cat", "the", "\n", ".", "and");
    assertThat(corpus.vocabulary().unknown()).hasValue(0);
    assertThat(text(corpus))
        .isEqualTo("the cat <unk> the <unk> and the cat.\n<unk> cat and <unk> <unk>.\n");
    assertThat(prepare(TEXT, 1, 4).vocabulary().symbols().toArray())
        .containsExactly("<unk>", "cat", "the", "\n");
    assertThat(prepare(TEXT, 1, 10).vocabulary().unknown()).isEmpty();
    assertThat(prepare(TEXT, 1, 9).vocabulary().size()).isEqualTo(9);
  }

  @Test
  void keepsTextsOfManyScripts() throws IOException {
    for (int seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      String text = RandomText.of(random, 1 + random.nextInt(3000), Character.MAX_CODE_POINT);
      text += " " + "word ".repeat(3);
      assertThat(text(prepare(text, 1, 1_000_000)).equals(text)).isTrue();
    }
  }

  /** The ids are wider while the words come than they must be in the end. */
  @Test
  void storesTheIdsInTheSmallestType() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      text.append(i % 100).append(" w").append(i).append(' ');
    }
    assertThat(type(text.toString(), 1, 1_000_000)).isEqualTo(NpyType.INT32);
    assertThat(type(text.toString(), 1, 300)).isEqualTo(NpyType.INT16);
    assertThat(type(text.toString(), 2, 300)).isEqualTo(NpyType.UINT8);
    PreparedCorpus corpus = prepare(text.toString(), 2, 300);
    assertThat(corpus.vocabulary().size()).isEqualTo(101);
    assertThat(text(corpus).substring(0, 24)).isEqualTo("0 <unk> 1 <unk> 2 <unk> ");
  }

  private NpyType type(String text, int minimumCount, int vocabularySize) throws IOException {
    return prepare(text, minimumCount, vocabularySize).tokens().type();
  }

  @Test
  void writesTheNotebooksArtifacts() throws IOException {
    prepare(TEXT, 2, 100);
    assertThat(directory.resolve("out/x_word_windows.npy")).exists();
    assertThat(Files.readString(directory.resolve("out/x_words.json")))
        .contains("\"words\"", "\"<unk>\"", "\"sequence_length\" : 2", "\"characters\" : 49");
    PreparedCorpus again = preparation(2, 100).open(directory.resolve("out"), "", 49);
    assertThat(again.vocabulary()).isEqualTo(prepare(TEXT, 2, 100).vocabulary());
    assertThat(again.characters()).isEqualTo(49);
  }

  @Test
  void readsUnknownWordsOfAPromptAsSuchOrRefusesThem() throws IOException {
    assertThat(prepare(TEXT, 2, 100).vocabulary().encode("the mouse", "prompt"))
        .containsExactly(2, 0);
    Tokenizer complete = prepare(TEXT, 1, 100).vocabulary();
    assertThatThrownBy(() -> complete.encode("the elephant", "generation.prompt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "generation.prompt: found \"elephant\" as word 2 of 2, expected words of the corpus");
    assertThatThrownBy(() -> complete.encode("the;", "generation.prompt"))
        .hasMessageStartingWith("generation.prompt: found ';' (U+003B) as word 2 of 2");
  }

  @Test
  void refusesWhatLeavesNothingToPredict() {
    assertThatThrownBy(() -> prepare("a a a a a", 1, 100))
        .hasMessageContaining("found 1 distinct words, expected at least 2");
    assertThatThrownBy(() -> prepare(TEXT, 9, 100))
        .hasMessageStartingWith("prepare.minimumCount: found 9, which no word of");
    assertThatThrownBy(() -> prepare("", 1, 100)).hasMessageContaining("found an empty file");
    assertThatThrownBy(() -> prepare("a b", 1, 100)).hasMessageContaining("found 2 words");
    assertThatThrownBy(() -> preparation(0, 100)).hasMessageStartingWith("prepare.minimumCount");
    assertThatThrownBy(() -> preparation(1, 1)).hasMessageStartingWith("prepare.vocabularySize");
  }

  @Test
  void refusesListsThatAreNoWords() {
    assertThatThrownBy(() -> WordVocabulary.of(List.of("a", "b c"), "words"))
        .hasMessageStartingWith("words[1]: found \"b c\", expected a word, a number or a single");
    assertThatThrownBy(() -> WordVocabulary.of(List.of("a", "b", "a"), "words"))
        .hasMessageStartingWith("words[2]: found 'a' (U+0061), expected another word than [0]");
    assertThatThrownBy(() -> WordVocabulary.of(List.of("a", ""), "words"))
        .hasMessageStartingWith("words[1]: found \"\"");
    assertThatThrownBy(() -> WordVocabulary.of(List.of("a"), "words"))
        .hasMessageStartingWith("words: found 1 distinct words");
  }

  @Test
  void damagedVocabularies() throws Exception {
    prepare(TEXT, 2, 100);
    Path file = directory.resolve("out/x_words.json");
    Path again = directory.resolve("again.json");
    Fuzz.run(
        "words files",
        List.of(
            Files.readAllBytes(file),
            "{\"words\": [\"a\", \"\\u00e9\"], \"sequence_length\": 2, \"characters\": 3}"
                .getBytes(StandardCharsets.UTF_8)),
        input -> {
          Files.write(file, input);
          VocabularyFile read = VocabularyFile.read(file, TokenUnit.WORD);
          read.write(again);
          assertThat(VocabularyFile.read(again, TokenUnit.WORD)).isEqualTo(read);
        });
  }

  private PreparedCorpus prepare(String text, int minimumCount, int vocabularySize)
      throws IOException {
    Path file = Files.writeString(directory.resolve("text"), text);
    return preparation(minimumCount, vocabularySize).prepare(file, directory.resolve("out"));
  }

  private static WordPreparation preparation(int minimumCount, int vocabularySize) {
    return new WordPreparation(
        new PreparedFiles(TokenUnit.WORD, "x", 2, 1, true),
        minimumCount,
        vocabularySize,
        TextForm.PLAIN);
  }

  private static String text(PreparedCorpus corpus) {
    int[] ids = new int[(int) corpus.tokens().size()];
    corpus.tokens().read(0, ids, ids.length);
    return Preparations.text(corpus.vocabulary(), ids);
  }
}
