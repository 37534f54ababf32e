package io.github.rnnlab.directory;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.file.Interruption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Locks a directory for one process, and within it for one owner. It locks the file {@code .lock}
 * there, which stays behind empty. The operating system releases the lock, however the process
 * ends.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory, and creates the directory if needed. Returns empty if another
   * owner has the lock.
   *
   * @throws BrokenRunException if the directory cannot be written to
   */
  static Optional<DirectoryLock> tryTake(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isTaken(channel)) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new DirectoryLock(channel));
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot write in " + directory + " (" + e + "); make the directory writable.", e);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // Somebody else in this process has it.
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The end of the process releases it at the latest.
    }
  }
}
