package io.github.rnnlab.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenStoreTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u1",
        "i1",
        "i2",
        "u2",
        "i4",
        "u4",
        "i8",
        "big_i2",
        "big_u4",
        "big_i8",
        "version2",
        "version3",
        "matrix"
      })
  void readsWhatNumpyWrites(String name) {
    // 4 ids per mapping: reading crosses mappings.
    for (TokenStore tokens :
        new TokenStore[] {
          TokenStore.open(Golden.file("read_" + name + ".npy")),
          TokenStore.open(Golden.file("read_" + name + ".npy"), 2)
        }) {
      assertThat(tokens.size()).isEqualTo(12);
      assertThat(tokens.columns()).isEqualTo(name.equals("matrix") ? 4 : 1);
      int[] ids = new int[13];
      ids[12] = -7;
      tokens.read(0, ids, 12);
      assertThat(ids).startsWith(IntStream.range(0, 12).toArray()).endsWith(-7);
      assertThat(tokens.get(11)).isEqualTo(11);
      tokens.requireIdsBelow(12);
    }
  }

  @Test
  void readsAnyRangeAcrossMappings() throws IOException {
    Random random = new Random(3);
    int[] ids = random.ints(1000, 0, 256).toArray();
    Path file = npy(NpyHeader.bytes(NpyType.UINT8, ids.length), bytes(ids));
    TokenStore tokens = TokenStore.open(file, 5);
    for (int i = 0; i < 1000; i++) {
      int from = random.nextInt(ids.length);
      int count = random.nextInt(ids.length - from + 1);
      int[] read = new int[count];
      tokens.read(from, read, count);
      assertThat(read).isEqualTo(Arrays.copyOfRange(ids, from, from + count));
      assertThat(tokens.get(from)).isEqualTo(ids[from]);
    }
  }

  @Test
  void refusesToReadOutsideOfItself() {
    TokenStore tokens = TokenStore.open(Golden.file("read_u1.npy"));
    int[] target = new int[4];
    assertThatThrownBy(() -> tokens.get(12)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tokens.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tokens.read(10, target, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tokens.read(0, target, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void namesTheFirstValueThatIsNoId() throws IOException {
    assertThatThrownBy(() -> TokenStore.open(Golden.file("read_matrix.npy")).requireIdsBelow(7))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("read_matrix.npy[1, 3]: found the value 7, expected ids from 0 to 6");
    ByteBuffer values = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    values.putLong(1).putLong(1L << 32);
    TokenStore tokens = TokenStore.open(npy(NpyHeader.bytes(NpyType.INT64, 2), values.array()));
    assertThat(tokens.get(1)).isEqualTo(-1);
    assertThatThrownBy(() -> tokens.requireIdsBelow(2))
        .hasMessageContaining("[1]: found the value 4294967296");
  }

  @ParameterizedTest
  @CsvSource({
    "float,type '<f4'",
    "fortran,fortran_order True",
    "cube,'shape (2, 2, 3)'",
    "scalar,shape ()",
    "empty,'shape (0,)'",
    "record,without a readable 'descr'"
  })
  void refusesOtherArrays(String name, String found) {
    assertThatThrownBy(() -> TokenStore.open(Golden.file("refused_" + name + ".npy")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("refused_" + name + ".npy: found ")
        .hasMessageContaining(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(-3,)",
        "(3, -1)",
        "(9223372036854775807,)",
        "(99999999999999999999999,)",
        "(4294967296, 4294967296)",
        "(3037000500, 3037000500)",
        "(1, 4294967295)",
        "(4,)",
        "(2,)",
        "(3, 0)",
        "(1.5,)",
        "(3 3)",
        "(True,)",
        "(,)",
        "(3)",
        "(3,,)",
        "(03,)",
        "(3, )x",
        "(3L, 1",
        "3"
      })
  void refusesShapesThatAreNotTheData(String shape) throws IOException {
    Path file =
        npy(
            header("{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }"),
            new byte[3]);
    assertThatThrownBy(() -> TokenStore.open(file)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void readsHeadersAsPythonDoes() throws IOException {
    Path file =
        npy(header("{\"shape\":(3L,),\"fortran_order\":False,\"descr\":\"|u1\"}"), new byte[3]);
    assertThat(TokenStore.open(file).size()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'shape': (3,), }",
        "{'descr': '<i2', 'descr': '|u1', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), 'more': 1}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,)} + 1",
        "{'descr': '|u1' 'fortran_order': False, 'shape': (3,)}",
        "'descr': '|u1', 'fortran_order': False, 'shape': (3,)",
        "{'descr': '|u1', 'fortran_order': Falsey, 'shape': (3,)}"
      })
  void refusesHeadersThatNumpyReadsInAnotherWayOrNotAtAll(String header) throws IOException {
    Path file = npy(header(header), new byte[3]);
    assertThatThrownBy(() -> TokenStore.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("array.npy: found a header");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "(", "1,", "'shape' :", "{'shape': ("})
  @Timeout(10)
  void readsALongHeaderInOnePass(String filling) throws IOException {
    String header =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1" + filling.repeat(90_000) + ",)}";
    byte[] bytes = Arrays.copyOf(NpyHeader.bytes(NpyType.UINT8, 1), 12 + header.length());
    bytes[6] = 2;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, header.length());
    System.arraycopy(header.getBytes(StandardCharsets.US_ASCII), 0, bytes, 12, header.length());
    Path file = npy(bytes, new byte[1]);
    if (filling.isBlank()) {
      assertThat(TokenStore.open(file).size()).isEqualTo(1);
    } else {
      assertThatThrownBy(() -> TokenStore.open(file)).isInstanceOf(InvalidInputException.class);
    }
  }

  /** Where the system lets a file become shorter that is mapped. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void tellsThatTheFileBecameShorterWhileItWasRead() throws IOException {
    int size = 1 << 20;
    Path file = npy(NpyHeader.bytes(NpyType.UINT8, size), new byte[size]);
    TokenStore tokens = TokenStore.open(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(NpyHeader.WRITTEN_LENGTH);
    }
    assertThatThrownBy(() -> tokens.requireIdsBelow(2))
        .isInstanceOf(BrokenRunException.class)
        .hasMessageContaining("it became shorter while it was in use");
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] whole = Files.readAllBytes(Golden.file("read_matrix.npy"));
    Path file = directory.resolve("cut.npy");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TokenStore.open(file)).isInstanceOf(InvalidInputException.class);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> TokenStore.open(file)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void eitherReadsOrRefusesWhateverByteIsDamaged() throws IOException {
    byte[] whole = Files.readAllBytes(Golden.file("read_version2.npy"));
    Random random = new Random(11);
    Path file = directory.resolve("damaged.npy");
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(80)] = (byte) random.nextInt(256);
      Files.write(file, damaged);
      try {
        assertThat(TokenStore.open(file).size()).isPositive();
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageContaining("damaged.npy: found");
      }
    }
  }

  @Test
  void refusesAGiantHeader() throws IOException {
    byte[] header = NpyHeader.bytes(NpyType.UINT8, 1);
    header[6] = 2;
    Arrays.fill(header, 8, 12, (byte) 0xFF);
    Path file = npy(header, new byte[1]);
    assertThatThrownBy(() -> TokenStore.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a header of 4294967295 bytes");
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertThatThrownBy(() -> TokenStore.open(directory.resolve("none.npy")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> TokenStore.open(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no regular file");
  }

  private Path npy(byte[] header, byte[] data) throws IOException {
    Path file = directory.resolve("array.npy");
    byte[] all = Arrays.copyOf(header, header.length + data.length);
    System.arraycopy(data, 0, all, header.length, data.length);
    return Files.write(file, all);
  }

  private static byte[] header(String dictionary) {
    byte[] header = NpyHeader.bytes(NpyType.UINT8, 1);
    Arrays.fill(header, 10, header.length, (byte) ' ');
    byte[] text = dictionary.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 10, text.length);
    return header;
  }

  private static byte[] bytes(int[] ids) {
    byte[] bytes = new byte[ids.length];
    for (int i = 0; i < ids.length; i++) {
      bytes[i] = (byte) ids[i];
    }
    return bytes;
  }
}
