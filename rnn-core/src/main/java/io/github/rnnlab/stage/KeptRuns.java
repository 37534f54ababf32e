package io.github.rnnlab.stage;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.directory.KeptDirectories;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.stage.Fingerprints.Stage;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The finished runs of other identities in the directory of a run: {@code kept/<12 digits>}, named
 * after the fingerprint of their training. They have all files of a run but the prepared text,
 * which is prepared again. Not safe for use by several threads.
 */
final class KeptRuns {
  private final Path present;
  private final KeptDirectories all;

  KeptRuns(Workplace workplace) {
    this.present = workplace.outputDirectory();
    this.all = new KeptDirectories(new RunFiles(present).kept(), workplace.keptRuns());
  }

  /** Returns the directory of a kept run, which may be missing. */
  Path directory(Fingerprint madeFrom) {
    return all.of(madeFrom.sha256());
  }

  /**
   * Finds a kept run.
   *
   * @param notes receives a line for the log about a run that is damaged
   * @return its training, if all of its files are as they were written; otherwise null
   */
  @Nullable Stage find(Fingerprint madeFrom, Consumer<String> notes) {
    Path directory = directory(madeFrom);
    if (!Files.isDirectory(directory)) {
      return null;
    }
    Stage training = Fingerprints.read(new RunFiles(directory).fingerprints()).train();
    String damage =
        training == null
            ? RunFiles.FINGERPRINTS + " is missing or damaged"
            : training.staleness(madeFrom, directory);
    if (damage != null) {
      notes.accept("The kept run " + directory + " cannot come back: " + damage + ".");
      return null;
    }
    return training;
  }

  /** Returns the names of the files of the present run that leave with its training. */
  List<String> leaving(Stage training) {
    return files(training, present);
  }

  /** Returns the names of the present run's files, each with its name when it is kept. */
  Map<String, String> keeping(Stage training) {
    Map<String, String> names = new TreeMap<>();
    if (all.most() > 0) {
      Path to = directory(training.madeFrom());
      WholeDirectory.remove(to); // An older copy of this run.
      leaving(training).forEach(name -> names.put(name, name(to, name)));
      names.put(RunFiles.FINGERPRINTS, name(to, RunFiles.FINGERPRINTS));
    }
    return names;
  }

  /** Returns the names of a kept run's files, each with its name when it is present. */
  Map<String, String> returning(Stage training) {
    Path from = directory(training.madeFrom());
    Map<String, String> names = new TreeMap<>();
    files(training, from).forEach(name -> names.put(name(from, name), name));
    return names;
  }

  private String name(Path kept, String file) {
    return present.relativize(kept).toString().replace('\\', '/') + "/" + file;
  }

  /** Returns the names of the files of training, and of those that goals made of its model. */
  private static List<String> files(Stage training, Path directory) {
    List<String> names = new ArrayList<>(training.outputs().keySet());
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .filter(RunFiles::isMadeOfModel)
          .forEach(names::add);
      return names;
    } catch (IOException | UncheckedIOException e) {
      throw new BrokenRunException(
          "Cannot list " + directory + " (" + e + "); make it readable.", e);
    }
  }

  /**
   * Removes what is left of a run that has come back, and the runs beyond the number to keep.
   *
   * @param now what the present run was made from
   * @param former what the run before it was made from, if that is another run; otherwise null
   * @param notes receives lines for the log
   */
  void putInOrder(Fingerprint now, @Nullable Fingerprint former, Consumer<String> notes) {
    try {
      WholeDirectory.remove(directory(now));
      for (Path old : all.removeOldest()) {
        notes.accept("Removed " + old + ": rnn.keptRuns is " + all.most() + ".");
      }
      if (all.most() > 0 && former != null) {
        notes.accept(
            String.format(
                Locale.ROOT,
                "Kept the former run in %s, where it is found when its config comes back: %s."
                    + " Kept runs: %d of at most %d (rnn.keptRuns), %.1f MB.",
                directory(former),
                now.differenceFrom(former),
                all.newestFirst().size(),
                all.most(),
                all.bytes() / 1e6));
      }
    } catch (IOException | UncheckedIOException | BrokenRunException e) {
      notes.accept("Cannot put " + all.root() + " in order: " + e.getMessage());
    }
  }
}
