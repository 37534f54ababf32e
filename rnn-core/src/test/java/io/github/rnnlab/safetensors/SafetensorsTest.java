package io.github.rnnlab.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.random.RandomStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
  private static final int FUZZED_FILES = 2_000;

  @TempDir Path directory;

  @Test
  void readsWhatItWrote() {
    float[] many = new float[40_000]; // more than one buffer
    for (int i = 0; i < many.length; i++) {
      many[i] = i * 0.5f;
    }
    Safetensors written = content(many);
    Path file = directory.resolve("new directory/weights.safetensors");
    written.write(file);

    Safetensors read = Safetensors.read(file);

    assertThat(read).isEqualTo(written);
    assertThat(List.copyOf(read.tensors().keySet())).containsExactly("b", "empty", "a", "one");
    assertThat(List.copyOf(read.metadata().keySet())).containsExactly("z", "a");
  }

  @Test
  void keepsEveryBitOfANumber() {
    float[] odd = {
      -0f, Float.MIN_VALUE, Float.NaN, Float.intBitsToFloat(0x7fc12345), Float.NEGATIVE_INFINITY
    };
    Path file = directory.resolve("odd");
    new Safetensors(Map.of("x", new Safetensors.Tensor(List.of(5), odd)), Map.of()).write(file);

    float[] read = Safetensors.read(file).tensors().values().iterator().next().values();

    for (int i = 0; i < odd.length; i++) {
      assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(Float.floatToRawIntBits(odd[i]));
    }
  }

  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    Path file = directory.resolve("one");
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("é", new Safetensors.Tensor(List.of(1, 2), new float[] {1, -2}));
    new Safetensors(tensors, Map.of("format", "pt")).write(file);

    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"é\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
    int padded = (bytes.length + 7) / 8 * 8;
    ByteBuffer expected = ByteBuffer.allocate(8 + padded + 8).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.fill(expected.array(), (byte) ' ');
    expected.putLong(padded).put(bytes).position(8 + padded).putFloat(1).putFloat(-2);
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
  }

  @Test
  void readsTensorsInTheOrderOfTheirNumbers() throws IOException {
    Path file =
        file(
            "{'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]},"
                + "'a':{'dtype':'F32','shape':[],'data_offsets':[0,4]}}   ",
            8);

    assertThat(List.copyOf(Safetensors.read(file).tensors().keySet())).containsExactly("a", "b");
  }

  @ParameterizedTest
  @MethodSource
  void refusesABadHeader(String header, String says) throws IOException {
    Path file = file(header, 8);

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(says);
  }

  static Stream<Arguments> refusesABadHeader() {
    String rest = ",'shape':[2],'data_offsets':[0,8]}}";
    return Stream.of(
        bad("", ": header: found nothing, expected a JSON object"),
        bad("   ", "found nothing"),
        bad("[]", "found [], expected a JSON object"),
        bad("{", "expected one JSON object"),
        bad("{} {}", "expected one JSON object"),
        bad("{'__metadata__':{'a':1}}", "__metadata__.a: found 1, expected a text"),
        bad("{'__metadata__':null}", "__metadata__: found null, expected an object"),
        bad("{'__metadata__':{'a':'1','a':'2'}}", "Duplicate"),
        bad("{'t':3}", ": t.dtype: found nothing, expected \"F32\""),
        bad("{'t':{'dtype':'BF16'" + rest, "found \"BF16\", expected \"F32\""),
        bad("{'t':{'dtype':1" + rest, "found 1, expected \"F32\""),
        bad("{'t':{'dtype':'F32'}}", ": t.shape: found nothing, expected a list"),
        tensor("2", "[0,8]", ": t.shape: found 2, expected a list"),
        tensor("[-2]", "[0,8]", "found [-2], expected a list of whole numbers of at least 0"),
        tensor("[2.0]", "[0,8]", "found [2.0]"),
        tensor("['2']", "[0,8]", "found [\"2\"]"),
        tensor("[2147483648]", "[0,8]", "expected at most 2147483639 numbers"),
        tensor("[9223372036854775808]", "[0,8]", "expected a list of whole numbers"),
        tensor("[65536,65536]", "[0,8]", "expected at most 2147483639 numbers"),
        tensor("[2147483647,2147483647,4]", "[0,8]", "expected at most 2147483639 numbers"),
        tensor("[2147483647]", "[0,8589934588]", "expected at most 2147483639 numbers"),
        tensor("[2]", "[0]", ": t.data_offsets: found [0], expected [from, to] with 4 bytes"),
        tensor("[2]", "[0,4,8]", "found [0,4,8]"),
        tensor("[2]", "[8,0]", "found [8,0]"),
        tensor("[3]", "[0,8]", "with 4 bytes for each of the 3 numbers"),
        tensor("[2]", "[0,9223372036854775807]", "found [0,9223372036854775807]"),
        tensor("[2]", "[4,12]", "from byte 4 on, expected it to start at byte 0"),
        tensor("[1]", "[0,4]", "found 8 bytes after the header, expected 4"),
        tensor("[1000000]", "[0,4000000]", "found 8 bytes after the header, expected 4000000"),
        bad(
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
            ": b: found a tensor from byte 4 on, expected it to start at byte 8"),
        bad(
            "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
                + "'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
            "Duplicate"),
        bad("[".repeat(100_000), "nesting depth"),
        bad("{'t':" + "9".repeat(100_000) + "}", "expected one JSON object"));
  }

  @Test
  void refusesAnImpossibleLengthOfTheHeader() throws IOException {
    for (long length : new long[] {9, 1 << 30, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
      Path file = directory.resolve("long");
      Files.write(
          file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());

      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("a header of " + Long.toUnsignedString(length) + " bytes");
    }
  }

  @Test
  void saysWhatAFileOfAnotherFormatIs() throws IOException {
    Path file = directory.resolve("weights.safetensors");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
    }
    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(
            () -> Safetensors.read(file),
            () -> Safetensors.readMetadata(file),
            () -> Safetensors.readShapes(file))) {
      assertThatThrownBy(reading)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(
              file
                  + ": found a PyTorch file, as torch.save writes it, expected weights in"
                  + " .safetensors. Convert it in Python: safetensors.torch.save_file(torch.load(");
    }
  }

  @Test
  void refusesAFileThatIsNone() throws IOException {
    assertThatThrownBy(() -> Safetensors.read(directory.resolve("absent")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Safetensors.read(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no regular file");
    Path empty = Files.createFile(directory.resolve("empty"));
    assertThatThrownBy(() -> Safetensors.read(empty))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 0 bytes");
  }

  /** Whatever happens to a file, it is refused as the user's input, or it is still a valid one. */
  @Test
  void readsOrRefusesWhateverADamagedFileHolds() throws IOException {
    RandomStream random = RandomStream.named(1, "fuzz");
    Path file = directory.resolve("fuzzed");
    content(new float[] {1, 2, 3, 4, 5, 6}).write(file);
    byte[] valid = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String tokens = "{}[],:\"0123456789-.eE \\u\ttrue\0é";
    int refused = 0;
    for (int i = 0; i < FUZZED_FILES; i++) {
      byte[] bytes = valid.clone();
      switch (i % 4) {
        case 0 -> bytes = Arrays.copyOf(bytes, below(random, bytes.length + 20));
        case 1 -> bytes[below(random, 8 + header)] ^= (byte) (1 << below(random, 8));
        case 2 -> {
          for (int edits = 1 + below(random, 3); edits > 0; edits--) {
            bytes[8 + below(random, header)] = (byte) tokens.charAt(below(random, tokens.length()));
          }
        }
        default -> {
          // Digits alone keep the JSON valid: shapes, offsets and lengths that lie.
          for (int at = 8 + below(random, header); at < 8 + header; at++) {
            if (bytes[at] >= '0' && bytes[at] <= '9') {
              bytes[at] = (byte) ('0' + below(random, 10));
              break;
            }
          }
        }
      }
      Files.write(file, bytes);
      try {
        Safetensors.read(file).write(directory.resolve("again"));
      } catch (InvalidInputException e) {
        refused++;
      }
    }

    assertThat(refused).isBetween(FUZZED_FILES / 2, FUZZED_FILES - 1);
  }

  private static Safetensors content(float[] numbers) {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new Safetensors.Tensor(List.of(2, numbers.length / 2), numbers));
    tensors.put("empty", new Safetensors.Tensor(List.of(0, 3), new float[0]));
    tensors.put("a", new Safetensors.Tensor(List.of(3), new float[] {7, 8, 9}));
    tensors.put("one", new Safetensors.Tensor(List.of(), new float[] {10}));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("z", "\"quoted\" \n 𝄞");
    metadata.put("a", "");
    return new Safetensors(tensors, metadata);
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(directory.resolve("file"), bytes.putLong(text.length).put(text).array());
  }

  private static Arguments tensor(String shape, String offsets, String says) {
    return bad(
        "{'t':{'dtype':'F32','shape':%s,'data_offsets':%s}}".formatted(shape, offsets), says);
  }

  private static Arguments bad(String header, String says) {
    return Arguments.of(header, says);
  }

  private static int below(RandomStream random, int bound) {
    return (int) Math.floorMod(random.nextLong(), (long) bound);
  }
}
