package io.github.rnnlab.report;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.file.Interruption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of experiments as it was at some time: on disk, or at a revision of version
 * control. Paths are relative and have {@code /} on every system.
 */
public interface RecordTree {
  /**
   * Returns the names of all that is right inside a directory, sorted; none if there is no such.
   */
  List<String> list(String directory);

  /** Returns the text of a file; null if there is no such. */
  @Nullable String read(String path);

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
