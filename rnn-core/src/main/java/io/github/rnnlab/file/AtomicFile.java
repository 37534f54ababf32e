package io.github.rnnlab.file;

import io.github.rnnlab.BrokenRunException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces a file as a whole. It writes a new file beside the target and renames it once it is
 * complete and on the device, so nothing half-written replaces the target, even if the power fails.
 *
 * <p>The new file is named {@code .<name>.<process id>-<number>.part}, so no two processes share
 * one. A process that is killed leaves it behind; {@link #removeAbandoned} deletes it.
 */
public final class AtomicFile {
  /** Writes the content of a file through a channel that is open for reading and writing. */
  @FunctionalInterface
  public interface Content {
    /** Writes to the channel, which starts out empty; the caller closes it. */
    void writeTo(FileChannel channel) throws IOException;
  }

  private static final Pattern PART = Pattern.compile("\\..+\\.([0-9]+)-[0-9a-f]+\\.part");

  private AtomicFile() {}

  /**
   * Writes a file, and creates its directories. Only the complete new file replaces what is at
   * {@code target}.
   *
   * @throws BrokenRunException if the target cannot be written; the former file, if any, is
   *     untouched
   */
  public static void write(Path target, Content content) {
    Path absolute = target.toAbsolutePath();
    Path beside =
        absolute.resolveSibling(
            String.format(
                Locale.ROOT,
                ".%s.%d-%x.part",
                absolute.getFileName(),
                ProcessHandle.current().pid(),
                System.nanoTime()));
    try {
      Files.createDirectories(beside.getParent());
      try (FileChannel channel =
          FileChannel.open(
              beside,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      rename(beside, absolute);
      forceDirectory(absolute.resolveSibling("."));
    } catch (IOException e) {
      Interruption.rethrow(e);
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

  /** Writes a text in UTF-8, as {@link #write(Path, Content)} does. */
  public static void write(Path target, String text) {
    write(target, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes, as {@link #write(Path, Content)} does. */
  public static void write(Path target, byte[] bytes) {
    write(
        target,
        channel -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        });
  }

  /**
   * Deletes the files that killed processes left behind.
   *
   * @param directory may be missing; directories inside are left alone
   */
  public static void removeAbandoned(Path directory) {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, ".*.part")) {
      for (Path part : parts) {
        Matcher name = PART.matcher(String.valueOf(part.getFileName()));
        if (name.matches() && isAbandoned(part, Long.parseLong(name.group(1)))) {
          deleteQuietly(part);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Nothing needs these files gone; whoever writes beside them says what is wrong.
    }
  }

  /** Systems reuse process ids, containers soon, so a living writer must be older than the file. */
  private static boolean isAbandoned(Path part, long pid) throws IOException {
    Instant written = Files.getLastModifiedTime(part).toInstant();
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .filter(started -> !started.isAfter(written))
        .isEmpty();
  }

  /** Brings the rename to the device. Not every system can, and those that cannot need not. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file is whole under one of its names, whatever happens.
    }
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
