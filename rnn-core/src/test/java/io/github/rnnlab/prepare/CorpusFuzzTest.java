package io.github.rnnlab.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.content.TextEncoding;
import io.github.rnnlab.corpus.Golden;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.corpus.VocabularyFile;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.text.TextForm;
import io.github.rnnlab.token.TokenStore;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what this package reads. */
final class CorpusFuzzTest {
  @TempDir private Path directory;

  @Test
  void windowsFiles() throws Exception {
    Path windows = directory.resolve("a" + WindowsFile.SUFFIX);
    byte[] npy = Files.readAllBytes(Golden.file("notebook" + WindowsFile.SUFFIX));
    byte[] chars = Files.readAllBytes(Golden.file("notebook_chars.json"));
    int length = TokenStore.open(Golden.file("notebook" + WindowsFile.SUFFIX)).columns() - 1;
    Fuzz.run(
        "windows files",
        List.of(npy),
        input -> {
          Files.write(windows, input);
          Files.write(WindowsFile.charsBeside(windows), chars);
          PreparedCorpus corpus = WindowsFile.open(windows, length);
          assertThat(corpus.tokens().columns()).isEqualTo(length + 1);
          corpus.tokens().requireIdsBelow(corpus.vocabulary().size());
        });
    Fuzz.run(
        "characters of windows files",
        List.of(chars),
        input -> {
          Files.write(windows, npy);
          Files.write(WindowsFile.charsBeside(windows), input);
          WindowsFile.open(windows, length);
        });
  }

  @Test
  void charsFiles() throws Exception {
    Path file = directory.resolve("a_chars.json");
    Path again = directory.resolve("b_chars.json");
    new VocabularyFile(Vocabulary.of(List.of("\n", " ", "a", "é", "𝄞")), 7, 0).write(file);
    Fuzz.run(
        "chars files",
        List.of(
            Files.readAllBytes(file), bytes("{\"sequence_length\": 2, \"chars\": [\"a\", \"b\"]}")),
        input -> {
          Files.write(file, input);
          VocabularyFile read = VocabularyFile.read(file, TokenUnit.CHAR);
          read.write(again);
          assertThat(VocabularyFile.read(again, TokenUnit.CHAR)).isEqualTo(read);
        });
  }

  @Test
  void textsInOtherEncodings() throws Exception {
    Path file = directory.resolve("text.txt");
    for (String name : List.of("utf-16", "utf-16be", "utf-32le", "windows-1252", "utf-8-sig")) {
      TextForm form = new TextForm(new TextEncoding(name), true);
      String text = "\r\nabc\r\u00e9\u00df ".repeat(20);
      Charset charset = new TextEncoding(name).charset(false);
      Fuzz.run(
          "texts in " + name,
          List.of(((form.encoding().requiresMark() ? "\ufeff" : "") + text).getBytes(charset)),
          input -> {
            Files.write(file, input);
            PreparedCorpus corpus =
                new CharPreparation(new PreparedFiles(TokenUnit.CHAR, "text", 3, 2, false), form)
                    .prepare(file, directory.resolve("out"));
            assertThat(corpus.vocabulary().contains("\r")).isFalse();
            assertThat(corpus.sha256()).isEqualTo(Sha256.of(file));
          });
    }
  }

  @Test
  void textsOfAKnownVocabulary() throws Exception {
    Path file = directory.resolve("text.txt");
    Vocabulary known = Vocabulary.of(List.of("\n", " ", "a", "b", "c", "\u00e9"));
    Fuzz.run(
        "texts of a known vocabulary",
        List.of(bytes("abc \u00e9\n".repeat(20))),
        input -> {
          Files.write(file, input);
          PreparedCorpus corpus =
              new KnownVocabulary(
                      new PreparedFiles(known.unit(), "text", 3, 2, false),
                      TextForm.PLAIN,
                      known,
                      "a model")
                  .prepare(file, directory.resolve("out"));
          int[] ids = new int[(int) corpus.characters()];
          corpus.tokens().read(0, ids, ids.length);
          assertThat(bytes(Preparations.text(known, ids))).isEqualTo(input);
        });
  }

  @Test
  void texts() throws Exception {
    Path file = directory.resolve("text.txt");
    Fuzz.run(
        "texts",
        List.of(bytes("\ufeffé𝄞\r\nabc\u0000€ß".repeat(20)), bytes("plain ascii ".repeat(30))),
        input -> {
          Files.write(file, input);
          PreparedCorpus corpus =
              Preparations.ofCharacters("text", 3, 2, true).prepare(file, directory.resolve("out"));
          int[] ids = new int[(int) corpus.characters()];
          corpus.tokens().read(0, ids, ids.length);
          assertThat(bytes(Preparations.text(corpus.vocabulary(), ids))).isEqualTo(input);
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
