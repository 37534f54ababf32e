package io.github.rnnlab.source;

import io.github.rnnlab.file.Interruption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process, and within it one thread, at a time do something: by a lock on a file of its
 * own, which stays behind empty and which the operating system releases if the process dies.
 */
final class FileGuard {
  private static final long MILLIS_BETWEEN_TRIES = 100;

  /** What only one may do at a time. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private FileGuard() {}

  /** Waits until nobody else holds the file, then acts while holding it. */
  static void holding(Path file, Action action) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (tryLock(channel) == null) {
        Thread.sleep(MILLIS_BETWEEN_TRIES);
      }
      action.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interruption.cancellation(e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Another thread of this process holds it.
    }
  }
}
