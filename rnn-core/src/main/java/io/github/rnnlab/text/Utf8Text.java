package io.github.rnnlab.text;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * A UTF-8 file that is read once, in chunks of code points, and hashed on the way.
 *
 * <p>Decoding is strict (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above
 * U+10FFFF, nothing truncated) and keeps every code point, including a byte order mark and carriage
 * returns.
 */
public final class Utf8Text implements AutoCloseable {
  private static final int CHUNK = 1 << 16;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int[] SMALLEST_OF_LENGTH = {0, 0, 0x80, 0x800, 0x10000};

  private final Path path;
  private final FileChannel file;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] chunk;
  private final int[] codePoints;
  private long chunkOffset;
  private int limit;
  private int decoded;
  private boolean ended;

  private Utf8Text(Path path, FileChannel file, int chunkSize) {
    this.path = path;
    this.file = file;
    this.chunk = new byte[chunkSize];
    this.codePoints = new int[chunkSize];
  }

  /**
   * Opens a text.
   *
   * @throws InvalidInputException if there is no such file
   */
  public static Utf8Text open(Path path) {
    return open(path, CHUNK);
  }

  /** As {@link #open(Path)}, reading {@code chunkSize} bytes at a time, at least 4. */
  static Utf8Text open(Path path, int chunkSize) {
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new InvalidInputException(
          path.toString(),
          Files.exists(path) ? "a directory" : "no such file",
          "a text file in UTF-8",
          "Correct the path of the corpus.");
    }
    try {
      return new Utf8Text(path, FileChannel.open(path), chunkSize);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Decodes the next chunk into {@link #codePoints}.
   *
   * @return the number of code points; 0 at the end of the text
   * @throws InvalidInputException at the first byte that is not UTF-8
   */
  public int read() {
    int count = readAscii();
    if (count > 0) {
      widen(chunk, 0, codePoints, 0, count);
      return count;
    }
    return decodeChunk();
  }

  /**
   * Reads the next chunk and, if it is all ASCII, leaves it in {@link #ascii}; otherwise {@link
   * #decodeChunk} must follow.
   *
   * @return the number of ASCII characters; 0 if the chunk has others or the text has ended
   */
  public int readAscii() {
    if (ended) {
      return 0;
    }
    fill();
    if (asciiRun(chunk, 0, limit) < limit) {
      return 0;
    }
    decoded = limit;
    return limit;
  }

  /** Decodes the chunk of {@link #readAscii}, as {@link #read} does. */
  public int decodeChunk() {
    int count = decode();
    while (count == 0 && !ended) {
      fill();
      count = decode();
    }
    return count;
  }

  /** Returns the array of {@link #readAscii}; the caller may write to it. */
  public byte[] ascii() {
    return chunk;
  }

  /** Returns the array of {@link #read} and {@link #decodeChunk}; the caller may write to it. */
  public int[] codePoints() {
    return codePoints;
  }

  /** Returns the number of bytes, once the text has ended. */
  public long bytes() {
    return chunkOffset + limit;
  }

  /** Returns the SHA-256 of all bytes, once the text has ended. */
  public String sha256() {
    return Sha256.hex(digest);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Keeps the bytes of a truncated character and reads more after them. */
  private void fill() {
    int kept = limit - decoded;
    System.arraycopy(chunk, decoded, chunk, 0, kept);
    chunkOffset += decoded;
    ByteBuffer rest = ByteBuffer.wrap(chunk, kept, chunk.length - kept);
    try {
      while (rest.hasRemaining() && !ended) {
        ended = file.read(rest) < 0;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    limit = rest.position();
    decoded = 0;
    digest.update(chunk, kept, limit - kept);
  }

  private int decode() {
    int in = decoded;
    int out = 0;
    while (in < limit) {
      int ascii = asciiRun(chunk, in, limit);
      widen(chunk, in, codePoints, out, ascii);
      in += ascii;
      out += ascii;
      if (in == limit) {
        break;
      }
      int length = sequenceLength(chunk[in] & 0xFF);
      if (in + length > limit && !ended) {
        break;
      }
      codePoints[out++] = sequence(in, length);
      in += length;
    }
    decoded = in;
    return out;
  }

  /** Returns the number of ASCII bytes from {@code from} on, checking eight at a time. */
  private static int asciiRun(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to && ((long) EIGHT_BYTES.get(bytes, at) & HIGH_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at - from;
  }

  private static void widen(byte[] source, int from, int[] target, int to, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i] = source[from + i];
    }
  }

  private static int sequenceLength(int lead) {
    if (lead < 0xC0) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 0;
  }

  private int sequence(int from, int length) {
    if (length == 0 || from + length > limit) {
      throw malformed(from);
    }
    int codePoint = chunk[from] & (0xFF >> (length + 1));
    for (int i = from + 1; i < from + length; i++) {
      if ((chunk[i] & 0xC0) != 0x80) {
        throw malformed(from);
      }
      codePoint = codePoint << 6 | (chunk[i] & 0x3F);
    }
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    if (codePoint < SMALLEST_OF_LENGTH[length]
        || codePoint > Character.MAX_CODE_POINT
        || surrogate) {
      throw malformed(from);
    }
    return codePoint;
  }

  private InvalidInputException malformed(int at) {
    return new InvalidInputException(
        path.toString(),
        String.format(
            Locale.ROOT,
            "byte 0x%02X at offset %d, which begins no valid character",
            chunk[at],
            chunkOffset + at),
        "text in UTF-8",
        "Convert the file, for example with: iconv -f LATIN1 -t UTF-8.");
  }

  private static BrokenRunException unreadable(Path path, IOException e) {
    Interruption.rethrow(e);
    return new BrokenRunException("Cannot read " + path + " (" + e + "). Make it readable.", e);
  }
}
