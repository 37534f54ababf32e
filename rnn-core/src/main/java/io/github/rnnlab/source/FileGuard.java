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
 * Runs an action while no other process or thread does, by a lock on a file. The empty file stays
 * behind; the operating system releases the lock of a dead process.
 */
final class FileGuard {
  private static final long MILLIS_BETWEEN_TRIES = 100;

  /** What only one may do at a time. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private FileGuard() {}

  /** Waits for the lock and runs the action while holding it. */
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
