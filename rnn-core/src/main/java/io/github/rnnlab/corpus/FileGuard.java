package io.github.rnnlab.corpus;

import io.github.rnnlab.BrokenRunException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process, and within it one thread, at a time do something: a lock on a file of its own,
 * which stays behind empty and which the operating system releases if the process dies.
 */
final class FileGuard implements AutoCloseable {
  private static final long MILLIS_BETWEEN_TRIES = 100;

  private final FileChannel channel;

  private FileGuard(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else holds the file, then holds it until closed. */
  static FileGuard acquire(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      while (tryLock(channel) == null) {
        Thread.sleep(MILLIS_BETWEEN_TRIES);
      }
      return new FileGuard(channel);
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new BrokenRunException("Interrupted while waiting for " + file + ".", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Closes the channel, which releases its lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
