package io.github.rnnlab.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.content.TextEncoding;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TranscodedTextTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("unicodeEncodings")
  void decodesUnicodeAtEveryChunkBoundary(String name) throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 40; round++) {
      String text =
          "ab" + RandomText.of(random, random.nextInt(60), 0x110000).replace("\uFEFF", "");
      boolean marked = name.matches("utf-16|utf-32|utf-8-sig");
      Charset charset = charset(name, round % 2 == 0);
      byte[] bytes = ((marked ? "\uFEFF" : "") + text).getBytes(charset);
      for (int chunk = 4; chunk < 24; chunk++) {
        assertThat(read(bytes, form(name, false), chunk)).isEqualTo(text);
      }
    }
  }

  static Stream<String> unicodeEncodings() {
    return TextEncoding.NAMES.stream().filter(name -> name.startsWith("utf-"));
  }

  private static Charset charset(String name, boolean little) {
    return switch (name) {
      case "utf-16", "utf-32" -> Charset.forName(name + (little ? "le" : "be"));
      case "utf-8-sig" -> StandardCharsets.UTF_8;
      default -> Charset.forName(name);
    };
  }

  @Test
  void goesOnBeyondItsBuffers() throws IOException {
    String text = "Gr\u00fc\u00dfe \u20ac\r\n".repeat(30_000);
    byte[] bytes = text.getBytes(Charset.forName("windows-1252"));
    assertThat(read(bytes, form("windows-1252", false), 1 << 16)).isEqualTo(text);
    assertThat(read(bytes, form("windows-1252", true), 1 << 16))
        .isEqualTo(text.replace("\r\n", "\n"));
  }

  /**
   * Every JDK must decode alike. The hash is that of what Python's codecs give, with U+FFFD where
   * there is no character.
   */
  @Test
  void theTablesOfTheJdkAreThoseOfPython() {
    StringBuilder table = new StringBuilder();
    for (String name : TextEncoding.NAMES) {
      for (int value = 0; value < 256 && !name.startsWith("utf-"); value++) {
        byte[] bytes = {(byte) value};
        table.append(new String(bytes, new TextEncoding(name).charset(false)));
      }
    }
    assertThat(table).hasSize(16 * 256);
    assertThat(Sha256.of(table.toString()))
        .isEqualTo("8c4c288e2a295038d6f48bc3fb416f61a16327438d0e77edbce0ff5d3b389d09");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void makesLineFeedsOfCarriageReturnsAtEveryChunkBoundary(boolean ascii) throws IOException {
    Random random = new Random(3);
    String[] parts = {"a", "\r", "\n", "\r\n", ascii ? "b" : "\u00e9"};
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder("x");
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      String expected = text.toString().replace("\r\n", "\n").replace('\r', '\n');
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      for (int chunk = 4; chunk < 12; chunk++) {
        assertThat(read(bytes, form("utf-8", true), chunk)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, 6181, found byte 0x81 at offset 1 which begins no character of windows-1252",
    "utf-16le, 610000d8, found byte 0x00 at offset 2 which begins no character of utf-16le",
    "utf-16be, 006100, found byte 0x00 at offset 2 which begins no character of utf-16be",
    "utf-16, 00610062, found no byte order mark",
    "utf-32, fffe610061, found no byte order mark",
    "utf-8-sig, efbbbf61ff, found byte 0xFF at offset 4 which begins no character of utf-8-sig"
  })
  void refusesWhatTheEncodingLacksAndSaysWhere(String name, String hex, String says)
      throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> read(bytes, form(name, false), 8))
        .isInstanceOf(InvalidInputException.class)
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).replace(",", "")).contains(says))
        .hasMessageContaining("orpus.encoding");
  }

  @Test
  void refusesUtf16ThatWouldTrainAsUtf8() {
    byte[] bytes = "to be or not to be".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> read(bytes, TextForm.PLAIN, 64))
        .hasMessageContaining("text.txt: found text in UTF-16LE: every other byte is that of a")
        .hasMessageContaining("iconv -f UTF-16LE -t UTF-8 FILE > NEW. Or set corpus.encoding to");
  }

  @Test
  void saysHowToConvertWindows1252() {
    byte[] bytes = "It wasn\u2019t \u2013 \u00e9t\u00e9".getBytes(Charset.forName("windows-1252"));
    assertThatThrownBy(() -> read(bytes, TextForm.PLAIN, 64))
        .hasMessageContaining("found byte 0x92 at offset 7, which begins no valid character; it")
        .hasMessageContaining("iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.");
  }

  private static TextForm form(String name, boolean lineFeeds) {
    return new TextForm(new TextEncoding(name), lineFeeds);
  }

  private String read(byte[] bytes, TextForm form, int chunk) throws IOException {
    Path file = Files.write(directory.resolve("text.txt"), bytes);
    try (Utf8Text reader = Utf8Text.open(file, form, chunk)) {
      StringBuilder text = new StringBuilder();
      for (int count = reader.read(); count > 0; count = reader.read()) {
        text.append(new String(reader.codePoints(), 0, count));
      }
      assertThat(reader.bytes()).isEqualTo(bytes.length);
      assertThat(reader.sha256()).isEqualTo(Sha256.of(file));
      return text.toString();
    }
  }
}
