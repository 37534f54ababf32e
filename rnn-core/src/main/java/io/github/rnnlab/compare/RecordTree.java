package io.github.rnnlab.compare;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of experiments, on disk or at a revision of version control. Paths are relative and
 * separated by {@code /} on every system.
 */
public interface RecordTree {
  /** The largest readable file; a report has about 400 bytes per epoch. */
  int MOST_BYTES = 64 << 20;

  /**
   * Returns the names of the entries directly inside a directory, sorted; empty if it does not
   * exist.
   */
  List<String> list(String directory);

  /**
   * Returns the text of a file; null if it does not exist.
   *
   * @throws InvalidInputException if it has more than {@value #MOST_BYTES} bytes
   */
  @Nullable String read(String path);

  /** Returns the refusal of a file that is too large. */
  static InvalidInputException tooLarge(String path, long bytes) {
    return new InvalidInputException(
        path,
        "a file of " + bytes + " bytes",
        "at most " + MOST_BYTES + " bytes of a config or a report",
        "Remove it, or restore it from version control.");
  }

  /** Returns a directory on disk. */
  static RecordTree of(Path root) {
    return new RecordTree() {
      @Override
      public List<String> list(String directory) {
        Path path = root.resolve(directory);
        if (!Files.isDirectory(path)) {
          return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
          return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
          throw broken(path, e);
        }
      }

      @Override
      public @Nullable String read(String path) {
        Path file = root.resolve(path);
        if (!Files.isRegularFile(file)) {
          return null;
        }
        try {
          if (Files.size(file) > MOST_BYTES) {
            throw tooLarge(path, Files.size(file));
          }
          return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
          throw broken(file, e);
        }
      }
    };
  }

  private static BrokenRunException broken(Path path, IOException e) {
    Interruption.rethrow(e);
    return new BrokenRunException("Cannot read " + path + " (" + e + "); make it readable.", e);
  }
}
