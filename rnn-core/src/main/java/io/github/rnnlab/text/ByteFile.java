package io.github.rnnlab.text;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A file of any bytes that is read once, in chunks, and hashed and counted on the way. */
public final class ByteFile implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final InputStream file;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] chunk = new byte[CHUNK];
  private final boolean[] present = new boolean[1 << Byte.SIZE];
  private long bytes;
  private long characters;

  private ByteFile(Path path, InputStream file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if there is none
   * @throws BrokenRunException if it cannot be read
   */
  public static ByteFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new InvalidInputException(
          path.toString(),
          Files.exists(path) ? "a directory" : "no such file",
          "a file",
          "Correct the path of the corpus.");
    }
    try {
      return new ByteFile(path, Files.newInputStream(path));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Reads the next bytes into {@link #chunk}, and returns their number; 0 at the end. */
  public int read() {
    int count;
    try {
      count = Math.max(0, file.read(chunk));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    digest.update(chunk, 0, count);
    for (int i = 0; i < count; i++) {
      present[chunk[i] & 0xFF] = true;
      characters += (chunk[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    bytes += count;
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
    return bytes;
  }

  /** Returns the number of bytes so far that begin a character in UTF-8. */
  public long characters() {
    return characters;
  }

  /** Returns the SHA-256 of all bytes, once the file has ended. */
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

  private static BrokenRunException unreadable(Path path, IOException e) {
    Interruption.rethrow(e);
    return new BrokenRunException("Cannot read " + path + " (" + e + "). Make it readable.", e);
  }
}
