package io.github.rnnlab.directory;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.file.Interruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces a directory as a whole. It writes the new directory beside the target, renames the
 * former one to a hidden name, and renames the new one into place. If the process ends between the
 * two renames, the next replacement first puts the former directory back.
 */
public final class WholeDirectory {
  /** Writes the files of a directory. */
  @FunctionalInterface
  public interface Content {
    /** Writes into a directory, which exists and is empty. */
    void writeTo(Path directory) throws IOException;
  }

  private WholeDirectory() {}

  /**
   * Replaces a directory, and creates those above it.
   *
   * @throws BrokenRunException if it cannot be written; the former directory is then untouched
   */
  public static void replace(Path target, Content content) {
    Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
    Path former = target.resolveSibling("." + target.getFileName() + ".old");
    try {
      if (Files.exists(former) && !Files.exists(target)) {
        Files.move(former, target);
      }
      delete(former);
      delete(fresh);
      Files.createDirectories(fresh);
      content.writeTo(fresh);
      if (Files.exists(target)) {
        Files.move(target, former);
      }
      try {
        Files.move(fresh, target);
      } catch (IOException e) {
        if (Files.exists(former)) {
          Files.move(former, target);
        }
        throw e;
      }
      delete(former);
    } catch (IOException e) {
      deleteQuietly(fresh);
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot write "
              + target
              + " ("
              + e
              + "); free space on the disk or make the directory writable.",
          e);
    } catch (RuntimeException e) {
      deleteQuietly(fresh);
      throw e;
    }
  }

  /**
   * Deletes a directory with all its content, if it exists.
   *
   * @throws BrokenRunException if that is not possible
   */
  public static void remove(Path directory) {
    try {
      delete(directory);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot remove " + directory + " (" + e + "); make it writable.", e);
    }
  }

  private static void deleteQuietly(Path directory) {
    try {
      delete(directory);
    } catch (IOException e) {
      // The failure that left it behind is already on its way to the user.
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> innermostFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      innermostFirst = all.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (Path path : innermostFirst) {
      Files.delete(path);
    }
  }
}
