package io.github.rnnlab.token;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Writes token ids to an .npy file in bounded memory. Ids already written can still be widened or
 * renumbered, because the vocabulary is known only at the end of the corpus. Not safe for use by
 * several threads.
 */
public final class TokenWriter {
  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final byte[] bytes = new byte[BUFFER];
  private NpyType type;
  private long written;

  /** Starts with an empty file, which the caller closes. */
  public TokenWriter(FileChannel file, NpyType type) {
    this.file = file;
    this.type = type;
  }

  /**
   * Appends the first {@code count} ids, each below the type's capacity.
   *
   * @throws IOException if the file cannot be written
   */
  public void append(int[] ids, int count) throws IOException {
    int most = BUFFER / type.width();
    for (int done = 0; done < count; done += most) {
      int here = Math.min(most, count - done);
      type.write(ids, done, here, bytes);
      writeAt(position(written, type), bytes, here * type.width());
      written += here;
    }
  }

  /**
   * Appends the first {@code count} ids, one byte each.
   *
   * @throws IOException if the file cannot be written
   */
  public void append(byte[] ids, int count) throws IOException {
    writeAt(position(written, type), ids, count);
    written += count;
  }

  /**
   * Makes room for ids below {@code symbols}. Widens the ids already written if needed.
   *
   * @throws IOException if the file cannot be read or written
   */
  public void reserve(int symbols) throws IOException {
    if (symbols > type.capacity()) {
      NpyType wider = NpyType.smallestFor(symbols);
      int most = BUFFER / wider.width();
      int[] ids = new int[most];
      // From the end: a value's new place is never before its old one.
      for (long end = written; end > 0; ) {
        int here = (int) Math.min(most, end);
        end -= here;
        read(end, ids, here);
        wider.write(ids, 0, here, bytes);
        writeAt(position(end, wider), bytes, here * wider.width());
      }
      type = wider;
    }
  }

  /**
   * Replaces every id by {@code newIds[id]} in place.
   *
   * @throws IOException if the file cannot be read or written
   */
  public void renumber(int[] newIds) throws IOException {
    int most = BUFFER / type.width();
    int[] ids = new int[type == NpyType.UINT8 ? 0 : most];
    for (long from = 0; from < written; from += most) {
      int here = (int) Math.min(most, written - from);
      if (type == NpyType.UINT8) {
        readBytes(from, here);
        replace(bytes, here, newIds);
      } else {
        read(from, ids, here);
        replace(ids, here, newIds);
        type.write(ids, 0, here, bytes);
      }
      writeAt(position(from, type), bytes, here * type.width());
    }
  }

  /**
   * Replaces every id by {@code newIds[id]}, in the smallest type for ids below {@code symbols}.
   *
   * @throws IOException if the file cannot be read or written
   */
  public void renumber(int[] newIds, int symbols) throws IOException {
    renumber(newIds);
    NpyType smallest = NpyType.smallestFor(symbols);
    if (smallest.width() < type.width()) {
      int most = BUFFER / type.width();
      int[] ids = new int[most];
      // From the start: a value's new place is never after its old one.
      for (long from = 0; from < written; from += most) {
        int here = (int) Math.min(most, written - from);
        read(from, ids, here);
        smallest.write(ids, 0, here, bytes);
        writeAt(position(from, smallest), bytes, here * smallest.width());
      }
      type = smallest;
      file.truncate(position(written, type));
    }
  }

  private static void replace(int[] ids, int count, int[] newIds) {
    for (int i = 0; i < count; i++) {
      ids[i] = newIds[ids[i]];
    }
  }

  /** The usual case, in half the time, because single bytes need no decoding. */
  private static void replace(byte[] ids, int count, int[] newIds) {
    byte[] newBytes = new byte[1 << Byte.SIZE];
    for (int id = 0; id < newIds.length; id++) {
      newBytes[id] = (byte) newIds[id];
    }
    for (int i = 0; i < count; i++) {
      ids[i] = newBytes[ids[i] & 0xFF];
    }
  }

  /**
   * Writes the header, for a single row of ids or for rows of {@code columns} ids each.
   *
   * @throws IOException if the file cannot be written
   */
  public void finish(long... shape) throws IOException {
    writeAt(0, NpyHeader.bytes(type, shape), NpyHeader.WRITTEN_LENGTH);
  }

  /** Returns the number of appended ids. */
  public long written() {
    return written;
  }

  private static long position(long index, NpyType type) {
    return NpyHeader.WRITTEN_LENGTH + index * type.width();
  }

  private void read(long from, int[] ids, int count) throws IOException {
    type.read(readBytes(from, count).order(ByteOrder.LITTLE_ENDIAN), 0, ids, 0, count);
  }

  private ByteBuffer readBytes(long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count * type.width());
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position(from, type) + buffer.position()) < 0) {
        throw new EOFException("cut off by another process");
      }
    }
    return buffer;
  }

  private void writeAt(long position, byte[] source, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(source, 0, count);
    while (buffer.hasRemaining()) {
      file.write(buffer, position + buffer.position());
    }
  }
}
