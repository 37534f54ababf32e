package io.github.rnnlab.token;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Token ids in a memory-mapped .npy file. Nothing is copied to the heap. Any number of threads may
 * read it at once.
 *
 * <p>A matrix is read row after row. The mapping ends when the store is garbage collected; until
 * then the file may be replaced by a rename but must not be written to.
 */
public final class TokenStore {
  /** Ids per mapping, as a power of two: 8-byte values, too, stay within a buffer's 2 GiB. */
  private static final int MAPPING_BITS = 27;

  private final Path file;
  private final NpyType type;
  private final long size;
  private final int columns;
  private final int mappingBits;
  private final ByteBuffer[] mappings;

  private TokenStore(Path file, NpyHeader header, int mappingBits, ByteBuffer[] mappings) {
    this.file = file;
    this.type = header.type();
    this.columns = header.shape().size() == 1 ? 1 : header.shape().get(1).intValue();
    this.size = header.shape().get(0) * columns;
    this.mappingBits = mappingBits;
    this.mappings = mappings;
  }

  /**
   * Maps a file of one or two dimensions with integers of 1 to 8 bytes in C order.
   *
   * @throws InvalidInputException if the file is missing, damaged or of another form
   * @throws BrokenRunException if it cannot be read
   */
  public static TokenStore open(Path npy) {
    return open(npy, MAPPING_BITS);
  }

  /** As {@link #open(Path)}, with {@code 1 << mappingBits} ids per mapping. */
  static TokenStore open(Path npy, int mappingBits) {
    if (!Files.isRegularFile(npy)) {
      throw new InvalidInputException(
          npy.toString(),
          Files.exists(npy) ? "no regular file" : "no such file",
          "an .npy file of token ids",
          "Prepare the corpus first, or correct the path.");
    }
    try (FileChannel channel = FileChannel.open(npy)) {
      NpyHeader header = NpyHeader.read(channel, npy);
      long dataBytes = channel.size() - header.dataOffset();
      long mappingBytes = (long) header.type().width() << mappingBits;
      ByteBuffer[] mappings = new ByteBuffer[(int) ((dataBytes - 1) / mappingBytes) + 1];
      for (int i = 0; i < mappings.length; i++) {
        long from = i * mappingBytes;
        mappings[i] =
            channel
                .map(
                    MapMode.READ_ONLY,
                    header.dataOffset() + from,
                    Math.min(mappingBytes, dataBytes - from))
                .order(header.order());
      }
      return new TokenStore(npy, header, mappingBits, mappings);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException("Cannot read " + npy + " (" + e + "). Make it readable.", e);
    }
  }

  /** Returns the number of ids. */
  public long size() {
    return size;
  }

  /** Returns the number of ids per row of a matrix, or 1 for a file of one dimension. */
  public int columns() {
    return columns;
  }

  /** Returns the type of the values in the file. */
  public NpyType type() {
    return type;
  }

  /** Returns the id at an index in [0, size), or -1 if the value there is not an {@code int}. */
  public int get(long index) {
    return NpyType.id(value(index));
  }

  private long value(long index) {
    Objects.checkIndex(index, size);
    try {
      return type.value(mapping(index), element(index));
    } catch (InternalError e) {
      throw shortened(e);
    }
  }

  /**
   * Copies consecutive ids, as {@link #get} returns them. Allocates nothing.
   *
   * @param from the index of the first id
   * @param target receives the ids from its start on; at least {@code count} long
   * @param count the number of ids, at least 0
   */
  public void read(long from, int[] target, int count) {
    Objects.checkFromIndexSize(from, count, size);
    Objects.checkFromIndexSize(0, count, target.length);
    int done = 0;
    try {
      while (done < count) {
        long index = from + done;
        int element = element(index);
        int here = Math.min(count - done, (1 << mappingBits) - element);
        type.read(mapping(index), element, target, done, here);
        done += here;
      }
    } catch (InternalError e) {
      throw shortened(e);
    }
  }

  /**
   * Checks in one pass that every value is an id of a vocabulary.
   *
   * @throws InvalidInputException naming the first value outside [0, vocabularySize)
   */
  public void requireIdsBelow(int vocabularySize) {
    int[] ids = new int[1 << 14];
    try {
      for (long from = 0; from < size; from += ids.length) {
        int count = (int) Math.min(ids.length, size - from);
        read(from, ids, count);
        for (int i = 0; i < count; i++) {
          if (ids[i] < 0 || ids[i] >= vocabularySize) {
            throw outside(from + i, vocabularySize);
          }
        }
      }
    } catch (InternalError e) {
      throw shortened(e); // Compiled code may learn of a fault only some steps after the access.
    }
  }

  /** Explains a memory access fault of the JVM. */
  private BrokenRunException shortened(InternalError e) {
    return new BrokenRunException(
        "Cannot read "
            + file
            + " ("
            + e.getMessage()
            + "): it became shorter while it was in use, or its disk fails. Write it again, and"
            + " leave it as it is while it is in use.",
        e);
  }

  private InvalidInputException outside(long index, int vocabularySize) {
    String place =
        columns == 1
            ? String.format(Locale.ROOT, "[%d]", index)
            : String.format(Locale.ROOT, "[%d, %d]", index / columns, index % columns);
    return new InvalidInputException(
        file + place,
        "the value " + value(index),
        String.format(
            Locale.ROOT,
            "ids from 0 to %d, of a vocabulary of %d",
            vocabularySize - 1,
            vocabularySize),
        "Use the vocabulary that belongs to the file, or prepare both again.");
  }

  private ByteBuffer mapping(long index) {
    return mappings[(int) (index >>> mappingBits)];
  }

  private int element(long index) {
    return (int) index & ((1 << mappingBits) - 1);
  }
}
