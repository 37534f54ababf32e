package io.github.rnnlab.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Directories named after the first 12 digits of hashes, of which those that were kept last stay.
 * Not safe for use by several threads, or by several processes without a lock.
 *
 * @param root the directory that they are in, which may be missing
 * @param most how many of them stay
 */
public record KeptDirectories(Path root, int most) {
  private static final int DIGITS = 12;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

  /** Returns the directory of a hash, which may be missing. */
  public Path of(String sha256) {
    return root.resolve(sha256.substring(0, DIGITS));
  }

  /** Returns the directories that there are, the one that was changed last first. */
  public List<Path> newestFirst() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    if (Files.isDirectory(root)) {
      try (Stream<Path> entries = Files.list(root)) {
        for (Path entry : entries.toList()) {
          if (NAME.matcher(String.valueOf(entry.getFileName())).matches()) {
            times.put(entry, Files.getLastModifiedTime(entry));
          }
        }
      }
    }
    return times.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Removes the directories beyond the number that stays, the oldest ones.
   *
   * @return those that were removed
   * @throws io.github.rnnlab.BrokenRunException if one cannot be removed
   */
  public List<Path> removeOldest() throws IOException {
    List<Path> all = newestFirst();
    List<Path> old = all.subList(Math.min(most, all.size()), all.size());
    old.forEach(WholeDirectory::remove);
    return old;
  }

  /** Returns the number of bytes of all files in the directories. */
  public long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
