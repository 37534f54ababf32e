package io.github.rnnlab.prepare;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.corpus.VocabularyFile;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BytesTest {
  private static final byte[] AWKWARD = {
    (byte) 0xEF,
    (byte) 0xBB,
    (byte) 0xBF,
    0,
    '\r',
    '\n',
    0,
    (byte) 0xC3,
    'a',
    (byte) 0xFF,
    (byte) 0x80
  };

  @TempDir private Path directory;

  @Test
  void keepsEveryByte() throws IOException {
    assertThat(prepared(AWKWARD).characters()).isEqualTo(8);
    for (int seed = 1; seed <= 20; seed++) {
      byte[] bytes = new byte[1 + (1 << 17) * seed / 20];
      new Random(seed).nextBytes(bytes);
      prepared(bytes);
    }
  }

  private PreparedCorpus prepared(byte[] bytes) throws IOException {
    PreparedCorpus corpus = prepare(bytes);
    int[] ids = new int[bytes.length];
    corpus.tokens().read(0, ids, ids.length);
    assertThat(bytes(corpus.vocabulary(), ids)).isEqualTo(bytes);
    assertThat(corpus.bytes()).isEqualTo(bytes.length);
    assertThat(corpus.sha256()).isEqualTo(Sha256.of(directory.resolve("file")));
    assertThat(corpus.tokensPerCharacter()).isEqualTo((double) bytes.length / corpus.characters());
    PreparedCorpus again =
        Preparations.ofBytes(true).open(directory.resolve("out"), corpus.sha256(), corpus.bytes());
    assertThat(again.vocabulary()).isEqualTo(corpus.vocabulary());
    assertThat(again.characters()).isEqualTo(corpus.characters());
    return corpus;
  }

  private static byte[] bytes(Tokenizer tokenizer, int[] ids) {
    Tokenizer.Decoder decoder = tokenizer.byteDecoder();
    String text = Arrays.stream(ids).mapToObj(decoder::read).collect(joining()) + decoder.end();
    return text.getBytes(tokenizer.charset());
  }

  private PreparedCorpus prepare(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("file"), bytes);
    return Preparations.ofBytes(true).prepare(file, directory.resolve("out"));
  }

  @Test
  void writesTheNotebooksArtifacts() throws IOException {
    prepare(AWKWARD);
    assertThat(directory.resolve("out/x_byte_windows.npy")).exists();
    assertThat(Files.readString(directory.resolve("out/x_bytes.json")))
        .contains("\"bytes\"", "0,", "255", "\"sequence_length\" : 1", "\"characters\" : 8");
  }

  @Test
  void anAsciiTextHasTheIdsOfItsCharacters() throws IOException {
    String text = "Shall I compare thee\r\nto a summer's day?\u0000";
    PreparedCorpus bytes = prepare(text.getBytes(StandardCharsets.UTF_8));
    PreparedCorpus chars =
        Preparations.ofCharacters("x", 1, 1, false)
            .prepare(directory.resolve("file"), directory.resolve("chars"));
    assertThat(bytes.vocabulary().encode(text, "text"))
        .isEqualTo(chars.vocabulary().encode(text, "text"));
    assertThat(bytes.tokensPerCharacter()).isEqualTo(1);
  }

  @Test
  void refusesWhatLeavesNothingToPredict() {
    assertThatThrownBy(() -> prepare(new byte[100]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 1 distinct bytes, expected at least 2");
    assertThatThrownBy(() -> prepare(new byte[0])).hasMessageContaining("found an empty file");
    assertThatThrownBy(() -> prepare(new byte[1]))
        .hasMessageContaining("found 1 bytes, expected at least 2 bytes: one window of");
    assertThatThrownBy(() -> Preparations.ofBytes(false).prepare(directory, directory))
        .hasMessageContaining("found a directory");
  }

  @Test
  void refusesBytesThatTheCorpusLacks() throws IOException {
    Tokenizer tokenizer = prepare("stra\u00dfe".getBytes(StandardCharsets.ISO_8859_1)).vocabulary();
    assertThat(tokenizer.contains("s")).isTrue();
    assertThat(tokenizer.contains("\u00df")).isFalse();
    assertThatThrownBy(() -> tokenizer.encode("ste\u00df", "generation.prompt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 0xC3 as byte 4 of 5, in UTF-8")
        .hasMessageContaining("expected bytes of the corpus, which has 6 of the 256");
  }

  @Test
  void decodesByteByByteAsAtOnce() throws IOException {
    byte[] all = new byte[256];
    for (int value = 0; value < 256; value++) {
      all[value] = (byte) value;
    }
    Tokenizer tokenizer = prepare(all).vocabulary();
    for (int seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      if (seed % 2 == 0) {
        byte[] text = "a\u00e9\u20ac\ud834\udd1e".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = random.nextInt(8) == 0 ? bytes[i] : text[i % text.length];
        }
      }
      int[] ids = new int[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        ids[i] = bytes[i] & 0xFF;
      }
      assertThat(Preparations.text(tokenizer, ids))
          .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
      assertThat(bytes(tokenizer, ids)).isEqualTo(bytes);
    }
  }

  @Test
  void namesEachToken() throws IOException {
    Tokenizer tokenizer = prepare(AWKWARD).vocabulary();
    assertThat(tokenizer.symbol(0)).isEqualTo("\u0000");
    assertThat(tokenizer.symbol(tokenizer.size() - 1)).isEqualTo("0xFF");
    assertThat(tokenizer.symbols()).hasSize(tokenizer.size());
    assertThat(tokenizer).hasToString("Vocabulary of 10 bytes");
  }

  @Test
  void damagedVocabularies() throws Exception {
    prepare(AWKWARD);
    Path file = directory.resolve("out/x_bytes.json");
    Path again = directory.resolve("again.json");
    Fuzz.run(
        "bytes files",
        List.of(
            Files.readAllBytes(file),
            "{\"bytes\": [1, 255], \"sequence_length\": 2, \"characters\": 3}"
                .getBytes(StandardCharsets.UTF_8)),
        input -> {
          Files.write(file, input);
          VocabularyFile read = VocabularyFile.read(file, TokenUnit.BYTE);
          read.write(again);
          assertThat(VocabularyFile.read(again, TokenUnit.BYTE)).isEqualTo(read);
        });
  }
}
