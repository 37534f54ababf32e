package io.github.rnnlab.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.corpus.Golden;
import io.github.rnnlab.file.AtomicFile;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenWriterTest {
  @TempDir private Path directory;

  @Test
  void writesTheBytesThatNumpyWrites() {
    Path file = directory.resolve("int32.npy");
    AtomicFile.write(
        file,
        channel -> {
          TokenWriter writer = new TokenWriter(channel, NpyType.INT32);
          writer.append(new int[] {0, 20000, 40000, 60000}, 4);
          writer.finish(4);
        });
    assertThat(file).hasSameBinaryContentAs(Golden.file("int32.npy"));
  }

  @Test
  void widensAndRenumbersInPlaceWhateverTheLength() {
    // Around one, two and many buffers of 64 KiB, before and after widening.
    for (int length : new int[] {1, 16383, 16384, 16385, 32769, 65537, 200_003}) {
      for (int symbols : new int[] {256, 257, 32768, 32769}) {
        int[] narrow = new Random(length).ints(length, 0, 256).toArray();
        int[] newIds = new Random(symbols).ints(symbols, 0, symbols).toArray();
        Path file = directory.resolve("tokens.npy");
        AtomicFile.write(
            file,
            channel -> {
              TokenWriter writer = new TokenWriter(channel, NpyType.UINT8);
              writer.append(narrow, length);
              writer.reserve(symbols);
              writer.append(new int[] {symbols - 1}, 1);
              writer.renumber(newIds);
              writer.finish(writer.written());
            });
        TokenStore tokens = TokenStore.open(file);
        assertThat(tokens.type()).isEqualTo(NpyType.smallestFor(symbols));
        int[] read = new int[length + 1];
        tokens.read(0, read, length + 1);
        for (int i = 0; i < length; i++) {
          if (read[i] != newIds[narrow[i]]) {
            throw new AssertionError(length + " ids, " + symbols + " symbols, at " + i);
          }
        }
        assertThat(read[length]).isEqualTo(newIds[symbols - 1]);
      }
    }
  }

  @Test
  void choosesTheSmallestTypeThatOldPyTorchTakes() {
    assertThat(NpyType.smallestFor(2)).isEqualTo(NpyType.UINT8);
    assertThat(NpyType.smallestFor(256)).isEqualTo(NpyType.UINT8);
    assertThat(NpyType.smallestFor(257)).isEqualTo(NpyType.INT16);
    assertThat(NpyType.smallestFor(32768)).isEqualTo(NpyType.INT16);
    assertThat(NpyType.smallestFor(32769)).isEqualTo(NpyType.INT32);
  }
}
