package io.github.rnnlab.text;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.content.EncodingGuess;
import io.github.rnnlab.content.Finding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that is read once, in chunks of code points, and hashed on the way.
 *
 * <p>Decoding is strict (for UTF-8, Unicode 15, table 3-7: no overlong forms, no surrogates,
 * nothing above U+10FFFF, nothing truncated) and keeps every code point, including a byte order
 * mark and carriage returns, unless the {@link TextForm} says otherwise.
 */
public final class Utf8Text implements AutoCloseable {
  private static final int CHUNK = 1 << 16;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int[] SMALLEST_OF_LENGTH = {0, 0, 0x80, 0x800, 0x10000};

  private final HashedFile file;
  private final boolean isCorpus;
  private final @Nullable Transcoder transcoder;
  private final boolean lineFeeds;
  private final byte[] chunk;
  private final int[] codePoints;
  private long chunkOffset;
  private int limit;
  private int decoded;
  private boolean ended;
  private boolean isAfterReturn;
  private boolean hasOthers;

  private Utf8Text(HashedFile file, boolean isCorpus, TextForm form, int chunkSize) {
    this.file = file;
    this.isCorpus = isCorpus;
    this.transcoder = form.encoding().isUtf8() ? null : new Transcoder(form.encoding(), file);
    this.lineFeeds = form.lineFeeds();
    this.chunk = new byte[chunkSize];
    this.codePoints = new int[chunkSize];
  }

  /**
   * Opens the text of a corpus.
   *
   * @throws InvalidInputException if there is no such file
   */
  public static Utf8Text open(Path path, TextForm form) {
    return open(path, form, CHUNK);
  }

  /** As {@link #open(Path, TextForm)}, reading {@code chunkSize} bytes at a time, at least 4. */
  static Utf8Text open(Path path, TextForm form, int chunkSize) {
    String expected =
        "a text file in " + (form.encoding().isUtf8() ? "UTF-8" : form.encoding().name());
    return new Utf8Text(HashedFile.open(path, path.toString(), expected), true, form, chunkSize);
  }

  /**
   * Reads all of a text in UTF-8 that is no corpus, as it is.
   *
   * @param name of the file, for messages
   * @throws InvalidInputException if there is no such file, or if it is not in UTF-8
   */
  public static String all(Path path, String name) {
    StringBuilder all = new StringBuilder();
    try (Utf8Text text =
        new Utf8Text(
            HashedFile.open(path, name, "a text file in UTF-8"), false, TextForm.PLAIN, CHUNK)) {
      for (int count = text.read(); count > 0; count = text.read()) {
        for (int i = 0; i < count; i++) {
          all.appendCodePoint(text.codePoints[i]);
        }
      }
    }
    return all.toString();
  }

  /**
   * Decodes the next chunk into {@link #codePoints}.
   *
   * @return the number of code points; 0 at the end of the text
   * @throws InvalidInputException at the first byte that is not in the encoding, or if the file is
   *     of another format
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
    while (!ended) {
      fill();
      if (asciiRun(chunk, 0, limit) < limit) {
        return 0;
      }
      decoded = limit;
      int count = lineFeeds ? withLineFeeds(limit) : limit;
      if (count > 0) {
        return count;
      }
    }
    return 0;
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

  /** Returns the number of bytes of the file, once the text has ended. */
  public long bytes() {
    return file.bytes();
  }

  /** Returns the SHA-256 of all bytes of the file, once the text has ended. */
  public String sha256() {
    return file.sha256();
  }

  @Override
  public void close() {
    file.close();
  }

  /** Keeps the bytes of a truncated character and reads more after them. */
  private void fill() {
    int kept = limit - decoded;
    System.arraycopy(chunk, decoded, chunk, 0, kept);
    chunkOffset += decoded;
    ByteBuffer rest = ByteBuffer.wrap(chunk, kept, chunk.length - kept);
    ended = transcoder == null ? file.fill(rest) : transcoder.fill(rest);
    limit = rest.position();
    decoded = 0;
    if (chunkOffset == 0 && kept == 0 && transcoder == null) {
      EncodingGuess.insteadOfText(chunk, limit)
          .ifPresent(
              other -> {
                throw refusal(other);
              });
    }
  }

  /** Makes line feeds of the carriage returns of a chunk in ASCII; returns what is left. */
  private int withLineFeeds(int count) {
    int out = 0;
    for (int i = 0; i < count; i++) {
      byte value = chunk[i];
      if (value != '\n' || !isAfterReturn) {
        chunk[out++] = value == '\r' ? (byte) '\n' : value;
      }
      isAfterReturn = value == '\r';
    }
    return out;
  }

  /** Makes line feeds of the carriage returns of the code points; returns what is left. */
  private int codePointsWithLineFeeds(int count) {
    int out = 0;
    for (int i = 0; i < count; i++) {
      int value = codePoints[i];
      if (value != '\n' || !isAfterReturn) {
        codePoints[out++] = value == '\r' ? '\n' : value;
      }
      isAfterReturn = value == '\r';
    }
    return out;
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
      hasOthers = true;
    }
    decoded = in;
    return lineFeeds ? codePointsWithLineFeeds(out) : out;
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

  /** Says by what follows which encoding the text may have. */
  private InvalidInputException malformed(int at) {
    byte[] fault = Arrays.copyOfRange(chunk, at, limit);
    return refusal(EncodingGuess.ofFault(fault, fault.length, chunkOffset + at, hasOthers, ended));
  }

  /** Only the text of a corpus has an encoding of its own. */
  private InvalidInputException refusal(Finding found) {
    return isCorpus
        ? found.refusalOfCorpus(file.name())
        : found.refusal(file.name(), "text in UTF-8");
  }
}
