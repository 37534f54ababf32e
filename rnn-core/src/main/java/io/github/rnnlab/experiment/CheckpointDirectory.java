package io.github.rnnlab.experiment;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of one run in its directory, {@code step-<9 digits>.safetensors}. Those of other
 * runs and damaged ones are passed over, and removed when the run writes its first.
 */
final class CheckpointDirectory {
  private static final Pattern NAME = Pattern.compile("step-([0-9]{9,18})\\.safetensors");

  private final Path directory;
  private final String run;
  private final Consumer<String> notes;
  private final NavigableMap<Long, Path> own = new TreeMap<>();
  private final NavigableMap<Long, Path> obsolete = new TreeMap<>();

  private CheckpointDirectory(Path directory, String run, Consumer<String> notes) {
    this.directory = directory;
    this.run = run;
    this.notes = notes;
  }

  /**
   * Finds the checkpoints of a run.
   *
   * @param directory may be missing
   * @param run its fingerprint
   * @param notes takes a line for the log about each file that is passed over
   */
  static CheckpointDirectory open(Path directory, String run, Consumer<String> notes) {
    AtomicFile.removeAbandoned(directory);
    CheckpointDirectory checkpoints = new CheckpointDirectory(directory, run, notes);
    checkpoints.find();
    return checkpoints;
  }

  private void find() {
    int others = 0;
    for (Map.Entry<Long, Path> file : files(directory).entrySet()) {
      try {
        boolean isOwn = Checkpoint.runOf(file.getValue()).equals(run);
        (isOwn ? own : obsolete).put(file.getKey(), file.getValue());
        others += isOwn ? 0 : 1;
      } catch (InvalidInputException e) {
        passOver(file.getKey(), file.getValue(), e);
      }
    }
    if (others > 0) {
      notes.accept(
          "Passed over "
              + (others == 1 ? "a checkpoint" : others + " checkpoints")
              + " of another run: the config, the corpus, the first weights or the version of the"
              + " plugin was different.");
    }
  }

  /** Returns the steps after which there is a checkpoint of the run, in ascending order. */
  Iterable<Long> steps() {
    return own.keySet();
  }

  /** Returns the last whole checkpoint of the run. */
  Optional<Checkpoint> latest() {
    while (!own.isEmpty()) {
      Map.Entry<Long, Path> last = own.lastEntry();
      Optional<Checkpoint> checkpoint = read(last.getKey(), last.getValue());
      if (checkpoint.isPresent()) {
        return checkpoint;
      }
    }
    return Optional.empty();
  }

  /** Returns the checkpoint after a number of steps, if there is one and it is whole. */
  Optional<Checkpoint> at(long step) {
    Path file = own.get(step);
    return file == null ? Optional.empty() : read(step, file);
  }

  private Optional<Checkpoint> read(long step, Path file) {
    try {
      return Optional.of(Checkpoint.read(file));
    } catch (InvalidInputException e) {
      passOver(step, file, e);
      return Optional.empty();
    }
  }

  /** Takes a file as damaged. */
  private void passOver(long step, Path file, InvalidInputException reason) {
    own.remove(step);
    obsolete.put(step, file);
    notes.accept("Passed over a damaged checkpoint. " + reason.getMessage());
  }

  /** Forgets and removes every checkpoint, those of other runs too. */
  void removeAll() {
    obsolete.putAll(own);
    own.clear();
    removeObsolete();
  }

  /**
   * Writes a checkpoint, then removes those that are no longer kept.
   *
   * @param keep how many of the last to keep
   * @param best the step of one more to keep, or 0 for none
   * @throws BrokenRunException if it cannot be written
   */
  void write(Checkpoint checkpoint, int keep, long best) {
    Path file =
        directory.resolve(String.format(Locale.ROOT, "step-%09d.safetensors", checkpoint.step()));
    checkpoint.write(file);
    obsolete.remove(checkpoint.step());
    own.put(checkpoint.step(), file);
    int spare = own.size() - keep;
    for (Long step : own.keySet().stream().limit(Math.max(0, spare)).toList()) {
      if (step != best) {
        obsolete.put(step, own.remove(step));
      }
    }
    removeObsolete();
  }

  private void removeObsolete() {
    for (Path file : obsolete.values()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        notes.accept("Cannot remove " + file + " (" + e + "), which nothing needs any more.");
      }
    }
    obsolete.clear();
  }

  private static NavigableMap<Long, Path> files(Path directory) {
    NavigableMap<Long, Path> files = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "step-*.safetensors")) {
        for (Path file : all) {
          Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
          if (name.matches()) {
            files.put(Long.parseLong(name.group(1)), file);
          }
        }
      } catch (IOException e) {
        throw new BrokenRunException(
            "Cannot list " + directory + " (" + e + "); make it readable.", e);
      }
    }
    return files;
  }
}
