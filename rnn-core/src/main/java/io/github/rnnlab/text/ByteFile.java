package io.github.rnnlab.text;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file of any bytes that is read once, in chunks, and hashed and counted on the way. */
public final class ByteFile implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final HashedFile file;
  private final byte[] chunk = new byte[CHUNK];
  private final boolean[] present = new boolean[1 << Byte.SIZE];
  private long characters;

  private ByteFile(HashedFile file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if there is none
   * @throws BrokenRunException if it cannot be read
   */
  public static ByteFile open(Path path) {
    return new ByteFile(HashedFile.open(path, path.toString(), "a file"));
  }

  /** Reads the next bytes into {@link #chunk}, and returns their number; 0 at the end. */
  public int read() {
    ByteBuffer read = ByteBuffer.wrap(chunk);
    boolean unused = file.fill(read);
    int count = read.position();
    for (int i = 0; i < count; i++) {
      present[chunk[i] & 0xFF] = true;
      characters += (chunk[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return count;
  }

  /** Returns the array of {@link #read}. */
  public byte[] chunk() {
    return chunk;
  }

  /** Returns whether each byte has occurred, by its value from 0 to 255, as a live array. */
  public boolean[] present() {
    return present;
  }

  /** Returns the number of bytes so far. */
  public long bytes() {
    return file.bytes();
  }

  /** Returns the number of bytes so far that begin a character in UTF-8. */
  public long characters() {
    return characters;
  }

  /** Returns the SHA-256 of all bytes, once the file has ended. */
  public String sha256() {
    return file.sha256();
  }

  @Override
  public void close() {
    file.close();
  }
}
