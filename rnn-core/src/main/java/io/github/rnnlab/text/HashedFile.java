package io.github.rnnlab.text;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A file whose bytes are hashed and counted while they are read. */
final class HashedFile implements AutoCloseable {
  private final String name;
  private final FileChannel file;
  private final MessageDigest digest = Sha256.digest();
  private long bytes;

  private HashedFile(String name, FileChannel file) {
    this.name = name;
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @param name of the file, for messages
   * @param expected what the file should be, for the message if there is none
   */
  static HashedFile open(Path path, String name, String expected) {
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new InvalidInputException(
          name, Files.exists(path) ? "a directory" : "no such file", expected, "Correct the path.");
    }
    try {
      return new HashedFile(name, FileChannel.open(path));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** Returns the name of the file, for messages. */
  String name() {
    return name;
  }

  /**
   * Fills a buffer, which an array backs, from its position on, unless the file ends before.
   *
   * @return whether the file has ended
   */
  boolean fill(ByteBuffer buffer) {
    int from = buffer.position();
    boolean ended = false;
    try {
      while (buffer.hasRemaining() && !ended) {
        ended = file.read(buffer) < 0;
      }
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    int count = buffer.position() - from;
    digest.update(buffer.array(), buffer.arrayOffset() + from, count);
    bytes += count;
    return ended;
  }

  /** Returns the number of bytes so far. */
  long bytes() {
    return bytes;
  }

  /** Returns the SHA-256 of all bytes, once the file has ended. */
  String sha256() {
    return Sha256.hex(digest);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static BrokenRunException unreadable(String name, IOException e) {
    Interruption.rethrow(e);
    return new BrokenRunException("Cannot read " + name + " (" + e + "). Make it readable.", e);
  }
}
