package io.github.rnnlab.checkpoint;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of one run: {@code checkpoints/<16 digits>/step-<9 digits>.safetensors}. Each run
 * has a directory named after the first digits of its fingerprint, so that runs of the same
 * experiment with other configs keep their checkpoints. Earlier versions wrote directly into {@code
 * checkpoints}; such files are still found. Not safe for use by several threads.
 *
 * <p>Only checkpoints that were read as this run's are ever removed. The latest one is removed only
 * by {@link #removeAll}.
 */
public final class CheckpointDirectory {
  private static final int DIGITS = 16;
  private static final Pattern RUN = Pattern.compile("[0-9a-f]{" + DIGITS + "}");
  private static final Pattern NAME =
      Pattern.compile("step-([0-9]{9,18}|[1-8][0-9]{18})\\.safetensors");

  private final Path all;
  private final Path directory;
  private final String run;
  private final Consumer<String> notes;
  private final NavigableMap<Long, Path> own = new TreeMap<>();

  private CheckpointDirectory(Path all, String run, Consumer<String> notes) {
    this.all = all;
    this.directory = all.resolve(run.substring(0, DIGITS));
    this.run = run;
    this.notes = notes;
  }

  /**
   * Finds the checkpoints of a run.
   *
   * @param all the directory of the checkpoints of all runs; may be missing
   * @param run the fingerprint of the run
   * @param notes receives a line for the log about files that are ignored
   * @throws BrokenRunException if a directory cannot be listed
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static CheckpointDirectory open(Path all, String run, Consumer<String> notes) {
    CheckpointDirectory checkpoints = new CheckpointDirectory(all, run, notes);
    checkpoints.find();
    return checkpoints;
  }

  private void find() {
    List<String> others = new ArrayList<>();
    for (Path place : places()) {
      AtomicFile.removeAbandoned(place);
      NavigableMap<Long, Path> files = files(place);
      if (place.equals(all) || place.equals(directory)) {
        files.entrySet().removeIf(file -> isOwn(file.getKey(), file.getValue()));
      }
      if (!files.isEmpty()) {
        others.add(
            String.format(
                Locale.ROOT, "%d up to step %,d in %s", files.size(), files.lastKey(), place));
      }
    }
    if (!others.isEmpty()) {
      notes.accept(
          "Set aside checkpoints of another run, whose config, corpus, first weights or version of"
              + " the plugin was different: "
              + String.join("; ", others)
              + ". They are used when that run comes back, and nothing but you deletes them.");
    }
  }

  /** Returns whether a file needs no further mention: it is this run's, or it cannot be read. */
  private boolean isOwn(long step, Path file) {
    try {
      boolean isOwn = Checkpoint.runOf(file).equals(run);
      if (isOwn) {
        own.put(step, file);
      }
      return isOwn;
    } catch (InvalidInputException e) {
      setAside(step, e);
      return true;
    }
  }

  /** Returns the steps of the run's checkpoints in ascending order. */
  public List<Long> steps() {
    return List.copyOf(own.keySet());
  }

  /**
   * Creates the directory of the run's checkpoints, before any work can be lost.
   *
   * @throws BrokenRunException if the directory cannot be created or written to
   */
  public void requirePlace() {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "writable", ".tmp"));
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Checkpoints cannot be kept in "
              + directory
              + " ("
              + e
              + "). Nothing was trained yet. Make it a directory that can be written to.",
          e);
    }
  }

  /** Returns the latest valid checkpoint of the run. */
  public Optional<Checkpoint> latest() {
    while (!own.isEmpty()) {
      Optional<Checkpoint> checkpoint = at(own.lastKey());
      if (checkpoint.isPresent()) {
        return checkpoint;
      }
    }
    return Optional.empty();
  }

  /** Returns the checkpoint of a step, if it exists and is valid. */
  public Optional<Checkpoint> at(long step) {
    Path file = own.get(step);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Checkpoint.read(file));
    } catch (InvalidInputException e) {
      setAside(step, e);
      return Optional.empty();
    }
  }

  /** Ignores an unreadable file without removing it, because it may be repaired. */
  private void setAside(long step, InvalidInputException reason) {
    own.remove(step);
    notes.accept("Set aside a checkpoint that cannot be used. " + reason.getMessage());
  }

  /** Removes every checkpoint of the run. Those of other runs and unreadable files stay. */
  public void removeAll() {
    own.values().forEach(this::remove);
    own.clear();
  }

  /**
   * Writes a checkpoint, then removes older ones of the run.
   *
   * @param keep how many recent checkpoints to keep
   * @param best the step of a further checkpoint to keep, or 0 for none
   * @throws BrokenRunException if it cannot be written
   */
  public void write(Checkpoint checkpoint, int keep, long best) {
    long step = checkpoint.step();
    Path file = directory.resolve(String.format(Locale.ROOT, "step-%09d.safetensors", step));
    Path former = own.get(step);
    if (!file.equals(former)) {
      makeWay(file);
    }
    checkpoint.write(file);
    own.put(step, file);
    if (former != null && !file.equals(former)) {
      remove(former);
    }
    int spare = own.size() - keep;
    for (Long old : own.keySet().stream().limit(Math.max(0, spare)).toList()) {
      if (old != best) {
        remove(Objects.requireNonNull(own.remove(old)));
      }
    }
  }

  /** Renames a file that has the name of a new checkpoint but was not read as this run's. */
  private void makeWay(Path file) {
    try {
      Path aside = file;
      for (int i = 1; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
        aside = file.resolveSibling(file.getFileName() + ".aside-" + i);
      }
      if (!aside.equals(file)) {
        Files.move(file, aside);
        notes.accept("Renamed " + file + " to " + aside.getFileName() + ".");
      }
    } catch (IOException e) {
      throw new BrokenRunException(
          "Cannot rename " + file + " (" + e + "); make its directory writable.", e);
    }
  }

  private void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      notes.accept("Cannot remove " + file + " (" + e + "), which nothing needs any more.");
    }
  }

  /** Returns the directories to search; the run's own comes last. */
  private List<Path> places() {
    List<Path> places = new ArrayList<>();
    places.add(all);
    for (Path entry : entries(all, "*")) {
      boolean isRun = RUN.matcher(String.valueOf(entry.getFileName())).matches();
      if (isRun && !entry.equals(directory)) {
        if (Files.isReadable(entry)) {
          places.add(entry);
        } else {
          notes.accept("Set aside " + entry + ", which cannot be read.");
        }
      }
    }
    places.add(directory);
    return places;
  }

  private NavigableMap<Long, Path> files(Path directory) {
    NavigableMap<Long, Path> files = new TreeMap<>();
    for (Path file : entries(directory, "step-*.safetensors")) {
      Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
      if (name.matches() && Files.isRegularFile(file)) {
        files.put(Long.parseLong(name.group(1)), file);
      } else if (name.matches()) {
        // To open a pipe would wait for whoever writes to it.
        notes.accept("Set aside " + file + ", which is no regular file.");
      }
    }
    return files;
  }

  private static List<Path> entries(Path directory, String pattern) {
    List<Path> entries = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, pattern)) {
        all.forEach(entries::add);
      } catch (IOException | DirectoryIteratorException e) {
        Interruption.rethrow(e);
        throw new BrokenRunException(
            "Cannot list " + directory + " (" + e + "); make it readable.", e);
      }
    }
    entries.sort(null);
    return entries;
  }
}
