package io.github.rnnlab.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The single operations that change a directory. A process can die between any two of them. */
interface Disk {
  /** The file system. */
  Disk REAL =
      new Disk() {
        @Override
        public void createParents(Path file) throws IOException {
          Files.createDirectories(file.toAbsolutePath().getParent());
        }

        @Override
        public void write(Path file, String text) throws IOException {
          try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
            channel.force(true);
          }
        }

        @Override
        public void force(Path file) throws IOException {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
        }

        @Override
        public void move(Path from, Path to) throws IOException {
          try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
          } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
          }
        }

        @Override
        public void delete(Path path) throws IOException {
          Files.deleteIfExists(path);
        }
      };

  /** Creates the directories above a file. */
  void createParents(Path file) throws IOException;

  /** Writes a text in UTF-8, and brings it to the device. */
  void write(Path file, String text) throws IOException;

  /** Brings the content of a file to the device. */
  void force(Path file) throws IOException;

  /** Renames a file, and replaces a file of the new name. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file or an empty directory, if it exists. */
  void delete(Path path) throws IOException;
}
