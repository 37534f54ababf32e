package io.github.rnnlab.directory;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Replaces the files of a directory all together or not at all, at whatever moment the process
 * ends.
 *
 * <p>The caller writes new files below {@code .staged/files}. A commit then writes {@code
 * .staged/commit.json}, the mark, which lists the files, and renames them into place one by one.
 * Former files are removed, or renamed to names under which they are kept. The next owner of the
 * directory finishes a commit that has this mark, and discards staged files without it. An open
 * instance holds the directory's lock. Not safe for use by several threads.
 */
public final class StagedFiles implements AutoCloseable {
  private static final String STAGED = ".staged";
  private static final String MARK = "commit.json";

  /** The longest time to wait for the commit of another process. */
  private static final long LONGEST_COMMIT = TimeUnit.SECONDS.toNanos(30);

  private static final long MILLIS_BETWEEN_LOOKS = 20;

  private final Path directory;
  private final DirectoryLock lock;
  private final Disk disk;

  /**
   * The content of the mark: the work of a commit, in the order in which it is done.
   *
   * @param kept former files to rename first, with their new names, which are free
   * @param files staged files to rename into place
   * @param returned files of the directory to rename into place, with their new names
   * @param removals former files without a successor
   */
  private record Commit(
      Map<String, String> kept,
      List<String> files,
      Map<String, String> returned,
      List<String> removals) {}

  private StagedFiles(Path directory, DirectoryLock lock, Disk disk) {
    this.directory = directory;
    this.lock = lock;
    this.disk = disk;
  }

  /**
   * Opens a directory, creates it if needed, and finishes or discards what an earlier process left.
   *
   * @throws BrokenRunException if another process has it open, or if it cannot be written to
   */
  public static StagedFiles open(Path directory) {
    return open(directory, Disk.REAL);
  }

  static StagedFiles open(Path directory, Disk disk) {
    DirectoryLock lock = DirectoryLock.tryTake(directory).orElseThrow(() -> busy(directory));
    try {
      StagedFiles files = new StagedFiles(directory, lock, disk);
      files.putInOrder();
      return files;
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Finishes an interrupted commit, for callers that only read a directory. It leaves staged files
   * without a mark alone, because another process may be writing them.
   *
   * @throws BrokenRunException if the directory cannot be written to
   */
  public static void settle(Path directory) {
    long deadline = System.nanoTime() + LONGEST_COMMIT;
    while (Files.exists(mark(directory))) {
      Optional<DirectoryLock> lock = DirectoryLock.tryTake(directory);
      if (lock.isPresent()) {
        try (StagedFiles files = new StagedFiles(directory, lock.get(), Disk.REAL)) {
          files.putInOrder();
        }
      } else if (System.nanoTime() - deadline > 0) {
        throw busy(directory);
      } else {
        pause(directory);
      }
    }
  }

  /** Returns the directory to write new files to, under their final names. */
  public Path root() {
    return directory.resolve(STAGED).resolve("files");
  }

  /** Returns the SHA-256 of every staged file by its name, with {@code /} on every system. */
  public Map<String, String> hashes() {
    try {
      Map<String, String> hashes = new LinkedHashMap<>();
      for (String name : staged()) {
        hashes.put(name, Sha256.of(root().resolve(name)));
      }
      return hashes;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Replaces the former files as {@link #commit(Collection, Map, Map)} does, and keeps none. */
  public void commit(Collection<String> former) {
    commit(former, Map.of(), Map.of());
  }

  /**
   * Replaces the former files with the staged ones.
   *
   * @param former the names of the former files; those that were not staged anew are removed
   * @param kept the new names of former files that are kept, by their names now, as far as there
   *     are such files; no file has a new name yet
   * @param returned the new names of other files of the directory, by their names now; they take
   *     the places of former files as staged ones do
   * @throws BrokenRunException if that is not possible; unless the mark was written, the former
   *     files are untouched
   */
  public void commit(
      Collection<String> former, Map<String, String> kept, Map<String, String> returned) {
    try {
      List<String> files = staged();
      for (String name : files) {
        requireNoDirectory(name);
        disk.force(root().resolve(name));
      }
      for (String name : returned.values()) {
        requireNoDirectory(name);
      }
      TreeSet<String> removals = new TreeSet<>(former);
      files.forEach(removals::remove);
      removals.removeAll(kept.keySet());
      removals.removeAll(returned.values());
      removals.forEach(this::inside);
      Map<String, String> present = new LinkedHashMap<>(kept);
      kept.values().forEach(this::inside);
      present.keySet().removeIf(name -> !Files.exists(inside(name)));
      returned.keySet().forEach(this::inside);
      Path beside = directory.resolve(STAGED).resolve(MARK + ".part");
      disk.createParents(beside);
      Commit commit = new Commit(present, files, returned, List.copyOf(removals));
      disk.write(beside, Json.pretty(commit));
      disk.move(beside, mark(directory));
      putInOrder();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void requireNoDirectory(String name) throws IOException {
    if (Files.isDirectory(inside(name))) {
      throw new IOException(directory.resolve(name) + " is a directory");
    }
  }

  /** Discards files that were staged since the last commit, and releases the lock. */
  @Override
  public void close() {
    try {
      if (!Files.exists(mark(directory))) {
        discard();
      }
    } catch (IOException e) {
      // Whoever opens the directory next discards it.
    } finally {
      lock.close();
    }
  }

  private void putInOrder() {
    try {
      if (Files.exists(mark(directory))) {
        finish(readMark());
        disk.delete(mark(directory));
      }
      discard();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private Commit readMark() throws IOException {
    try {
      return Json.read(Files.readString(mark(directory)), Commit.class);
    } catch (JacksonException e) {
      throw new InvalidInputException(
          mark(directory).toString(),
          e.getOriginalMessage(),
          "the list of files that an interrupted run left",
          "Delete " + directory + " and run again.",
          e);
    }
  }

  /** Renames the files that have not been renamed yet; an earlier process may have done some. */
  private void finish(Commit commit) throws IOException {
    for (Map.Entry<String, String> file : commit.kept().entrySet()) {
      Path to = inside(file.getValue());
      if (!Files.exists(to)) { // If it is there, its successor may already have its old name.
        rename(inside(file.getKey()), to);
      }
    }
    for (String name : commit.files()) {
      Path to = inside(name);
      rename(root().resolve(name), to);
    }
    for (Map.Entry<String, String> file : commit.returned().entrySet()) {
      rename(inside(file.getKey()), inside(file.getValue()));
    }
    for (String name : commit.removals()) {
      disk.delete(inside(name));
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      disk.createParents(to);
      disk.move(from, to);
    }
  }

  private void discard() throws IOException {
    Path staged = directory.resolve(STAGED);
    if (!Files.exists(staged)) {
      return;
    }
    List<Path> innermostFirst;
    try (Stream<Path> all = Files.walk(staged)) {
      innermostFirst = all.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (Path path : innermostFirst) {
      disk.delete(path);
    }
  }

  private List<String> staged() throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.exists(root())) {
      try (Stream<Path> all = Files.walk(root())) {
        all.filter(Files::isRegularFile)
            .map(file -> root().relativize(file).toString().replace('\\', '/'))
            .sorted()
            .forEach(names::add);
      }
    }
    return names;
  }

  /** Resolves a name, which must not lead out of the directory, whoever wrote the list. */
  private Path inside(String name) {
    Path path = resolved(name);
    if (path == null
        || !path.startsWith(directory.normalize())
        || path.equals(directory.normalize())) {
      throw new InvalidInputException(
          directory.toString(),
          "the name " + name + " in its list of files",
          "names inside the directory",
          "Delete " + directory + " and run again.");
    }
    return path;
  }

  private @Nullable Path resolved(String name) {
    try {
      return directory.resolve(name).normalize();
    } catch (InvalidPathException e) {
      return null; // Such as a name with a NUL in it.
    }
  }

  private static Path mark(Path directory) {
    return directory.resolve(STAGED).resolve(MARK);
  }

  private static void pause(Path directory) {
    try {
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interruption.cancellation(e);
    }
  }

  private static BrokenRunException busy(Path directory) {
    return new BrokenRunException(
        "Another process is at work in "
            + directory
            + ". Wait until it has ended, or give this run a place of its own with"
            + " -Drnn.outputDirectory.");
  }

  private BrokenRunException broken(IOException e) {
    Interruption.rethrow(e);
    return new BrokenRunException(
        "Cannot write in "
            + directory
            + " ("
            + e
            + "); free space on the disk or make the directory writable.",
        e);
  }
}
