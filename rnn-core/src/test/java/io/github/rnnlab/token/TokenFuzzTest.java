package io.github.rnnlab.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.corpus.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what this package reads. */
final class TokenFuzzTest {
  @TempDir private Path directory;

  @Test
  void npyFiles() throws Exception {
    Path file = directory.resolve("tokens.npy");
    Fuzz.run(
        "npy files",
        List.of(golden("read_u1"), golden("read_i8"), golden("read_matrix"), golden("read_big_i2")),
        input -> {
          Files.write(file, input);
          requireSame(TokenStore.open(file), input);
        });
  }

  @Test
  void npyHeaders() throws Exception {
    Path file = directory.resolve("tokens.npy");
    Fuzz.run(
        "npy headers",
        List.of(
            bytes("{'descr': '|u1', 'fortran_order': False, 'shape': (12,), }"),
            bytes("{\"shape\":(3L, 2),\"fortran_order\":False,\"descr\":\"<i2\"}  \n"),
            bytes("{'descr': '>i4', 'fortran_order': False, 'shape': (1, 3), }")),
        input -> {
          ByteBuffer npy =
              ByteBuffer.allocate(12 + input.length + 12).order(ByteOrder.LITTLE_ENDIAN);
          npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0});
          npy.putInt(input.length).put(input).put(bytes("abcdefghijkl"));
          Files.write(file, npy.array());
          requireSame(TokenStore.open(file), npy.array());
        });
  }

  /** The values are the bytes at the end of the file, whatever the header says of their type. */
  private static void requireSame(TokenStore tokens, byte[] npy) {
    int width = tokens.type().width();
    int size = (int) tokens.size();
    byte[] data = Arrays.copyOfRange(npy, npy.length - size * width, npy.length);
    ByteBuffer little = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer big = ByteBuffer.wrap(data);
    for (int i = 0; i < size; i++) {
      assertThat(tokens.get(i))
          .isIn(
              NpyType.id(tokens.type().value(little, i)), NpyType.id(tokens.type().value(big, i)));
    }
  }

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(Golden.file(name + ".npy"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
