package io.github.rnnlab.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Utf8TextTest {
  @TempDir private Path directory;

  @Test
  void decodesEveryTextAtEveryChunkBoundary() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      String text = RandomText.of(random, random.nextInt(60), 0x110000);
      Path file = Files.writeString(directory.resolve("text"), text);
      for (int chunk = 4; chunk < 24; chunk++) {
        try (Utf8Text reader = Utf8Text.open(file, TextForm.PLAIN, chunk)) {
          assertThat(all(reader)).isEqualTo(text.codePoints().toArray());
          assertThat(reader.bytes()).isEqualTo(Files.size(file));
          assertThat(reader.sha256()).isEqualTo(Sha256.of(text));
        }
      }
    }
  }

  @Test
  void decodesEveryCharacterThereIs() throws IOException {
    int[] expected =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .toArray();
    Path file =
        Files.writeString(directory.resolve("all"), new String(expected, 0, expected.length));
    try (Utf8Text reader = Utf8Text.open(file, TextForm.PLAIN)) {
      assertThat(Arrays.equals(all(reader), expected)).isTrue();
    }
  }

  @Test
  void keepsByteOrderMarksAndCarriageReturns() throws IOException {
    Path file = Files.writeString(directory.resolve("windows.txt"), "\uFEFFa\r\n");
    try (Utf8Text reader = Utf8Text.open(file, TextForm.PLAIN)) {
      assertThat(all(reader)).containsExactly(0xFEFF, 'a', '\r', '\n');
    }
  }

  @ParameterizedTest
  @CsvSource({
    "80, 80", // a continuation byte alone
    "bf41, BF",
    "c080, C0", // overlong forms
    "c1bf, C1",
    "e08080, E0",
    "e09fbf, E0",
    "f0808080, F0",
    "f08fbfbf, F0",
    "eda080, ED", // surrogates
    "edbfbf, ED",
    "f4908080, F4", // above U+10FFFF
    "f5808080, F5",
    "f8, F8",
    "fe, FE",
    "ff, FF",
    "c3, C3", // cut off
    "e282, E2",
    "f09d84, F0",
    "c341, C3", // followed by something else
    "e28241, E2",
    "e241, E2",
    "f09d8441, F0",
    "c3c3a9, C3"
  })
  void refusesWhateverIsNotUtf8AndSaysWhere(String hex, String lead) throws IOException {
    byte[] bad = HexFormat.of().parseHex(hex);
    for (int before = 0; before < 14; before++) {
      for (String after : new String[] {"", "x", "and a longer text that follows"}) {
        if (hex.matches("c3|e282|f09d84") && !after.isEmpty()) {
          continue; // Then it is not cut off by the end; the cases with 41 stand for that.
        }
        byte[] bytes = ("é".repeat(before) + "\0" + after).getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[bytes.length - 1 + bad.length];
        System.arraycopy(bytes, 0, all, 0, 2 * before);
        System.arraycopy(bad, 0, all, 2 * before, bad.length);
        System.arraycopy(
            bytes, 2 * before + 1, all, 2 * before + bad.length, bytes.length - 2 * before - 1);
        Path file = Files.write(directory.resolve("bad.txt"), all);
        try (Utf8Text reader = Utf8Text.open(file, TextForm.PLAIN, 11)) {
          assertThatThrownBy(() -> all(reader))
              .isInstanceOf(InvalidInputException.class)
              .hasMessageContaining(
                  "bad.txt: found byte 0x" + lead + " at offset " + 2 * before + ",");
        }
      }
    }
  }

  @Test
  void saysThatTheTextIsMissing() {
    assertThatThrownBy(() -> Utf8Text.open(directory.resolve("none.txt"), TextForm.PLAIN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Utf8Text.open(directory, TextForm.PLAIN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a directory");
  }

  private static int[] all(Utf8Text reader) {
    IntStream.Builder all = IntStream.builder();
    for (int count = reader.read(); count > 0; count = reader.read()) {
      Arrays.stream(reader.codePoints(), 0, count).forEach(all);
    }
    return all.build().toArray();
  }
}
