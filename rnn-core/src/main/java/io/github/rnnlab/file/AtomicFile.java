package io.github.rnnlab.file;

import io.github.rnnlab.BrokenRunException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file beside its target and renames it when it is whole, so that nothing half-written
 * replaces it.
 */
public final class AtomicFile {
  /** Writes the content of a file through a channel that is open for reading and writing. */
  @FunctionalInterface
  public interface Content {
    /** Writes to the channel, which starts out empty; the caller closes it. */
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file, creating its directories; what stood at {@code target} is replaced only by the
   * whole new file.
   *
   * @throws BrokenRunException if the target cannot be written; the former file, if any, is
   *     untouched
   */
  public static void write(Path target, Content content) {
    Path absolute = target.toAbsolutePath();
    Path beside = absolute.resolveSibling("." + absolute.getFileName() + ".part");
    try {
      Files.createDirectories(beside.getParent());
      try (FileChannel channel =
          FileChannel.open(
              beside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        content.writeTo(channel);
      }
      rename(beside, absolute);
    } catch (IOException e) {
      throw new BrokenRunException(
          "Cannot write "
              + absolute
              + " ("
              + e
              + "); free space on the disk or make the directory writable.",
          e);
    } finally {
      deleteQuietly(beside);
    }
  }

  /** Writes a text as UTF-8; otherwise as {@link #write(Path, Content)}. */
  public static void write(Path target, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(
        target,
        channel -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        });
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The failure that left it behind is already on its way to the user.
    }
  }
}
