package io.github.rnnlab.report;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.discovery.ConfigFiles;
import io.github.rnnlab.discovery.ReservedNames;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.record.RunFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pages of all finished runs and archives of a directory, and one page over all of them,
 * without training. Not safe for use by several threads.
 */
public final class Reports {
  private static final String ARCHIVED_PAGE = "archived-report.html";

  private final Path configs;
  private final Path output;
  private final List<ShownRun> runs = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private Reports(Path configs, Path output) {
    this.configs = configs;
    this.output = output;
  }

  /**
   * Writes the pages: {@code report.html} in the directory of each run, {@code
   * archived-report.html} beside it for an archive that holds another run, and {@value
   * ReservedNames#INDEX} over all, unless one experiment is selected.
   *
   * @param configs the directory of the configs and of {@code archive}
   * @param output the directory of the results, such as {@code target/rnn}
   * @param selected the name of the only experiment, or null for all
   * @return what was written
   * @throws InvalidInputException if there is neither a run nor an archive
   * @throws BrokenRunException if a file cannot be read or written
   */
  public static Reports write(Path configs, Path output, @Nullable String selected) {
    Reports reports = new Reports(configs, output);
    reports.write(selected);
    return reports;
  }

  /** Returns whether there is anything to write, with the parameters of {@link #write}. */
  public static boolean exist(Path configs, Path output, @Nullable String selected) {
    Reports reports = new Reports(configs, output);
    return reports.names(selected).stream()
        .anyMatch(
            name ->
                Archive.exists(reports.archives().resolve(name))
                    || reports.places(name).stream()
                        .anyMatch(place -> Files.exists(reports.files(name, place).report())));
  }

  /** Returns what was written and what was left out, as lines for a log. */
  public List<String> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** Returns the runs that have a page, by name. */
  public List<ListedRun> runs() {
    return runs.stream().map(ShownRun::listed).toList();
  }

  private Path archives() {
    return configs.resolve(Archive.DIRECTORY);
  }

  private TreeSet<String> names(@Nullable String selected) {
    TreeSet<String> names = new TreeSet<>(directories(output));
    names.removeIf(ReservedNames::contains);
    names.addAll(directories(archives()));
    if (selected != null) {
      names.retainAll(List.of(selected));
    }
    return names;
  }

  /** Returns the directories of an experiment's runs inside its own: one, or one for each seed. */
  private List<String> places(String name) {
    List<String> places = new ArrayList<>(List.of(""));
    directories(output.resolve(name)).stream()
        .filter(place -> place.startsWith("seed-"))
        .forEach(places::add);
    return places;
  }

  private RunFiles files(String name, String place) {
    return new RunFiles(output.resolve(name).resolve(place));
  }

  private void write(@Nullable String selected) {
    Path archives = archives();
    Map<String, String> descriptions = descriptions();
    for (String name : names(selected)) {
      Map<String, String> digests = new TreeMap<>();
      finished(name, descriptions.get(name), digests);
      if (Archive.exists(archives.resolve(name))) {
        archived(name, descriptions.get(name), archives.resolve(name), digests);
      }
    }
    if (runs.isEmpty() && remarks.isEmpty()) {
      throw new InvalidInputException(
          selected == null ? output.toString() : "-Drnn.config",
          selected == null ? "no finished run" : selected + ", which has no finished run",
          "a run or an archive",
          "Run mvn rnn:train first, or correct the name.");
    }
    runs.forEach(run -> lines.add("Wrote " + output.resolve(run.link())));
    if (selected == null) {
      AtomicFile.write(output.resolve(ReservedNames.INDEX), RunsPage.of(runs, remarks));
      lines.add("Wrote " + output.resolve(ReservedNames.INDEX));
    }
    remarks.forEach(remark -> lines.add("Left out " + remark));
  }

  /** Makes the pages of an experiment's finished runs. */
  private void finished(String name, @Nullable String description, Map<String, String> digests) {
    for (String place : places(name)) {
      RunFiles files = files(name, place);
      StagedFiles.settle(files.directory());
      if (Files.exists(files.report())) {
        show(label(name, place), files, files.page(), description, digests, place);
      }
    }
  }

  /** Makes the pages of archived runs, unless the finished run is the same. */
  private void archived(
      String name, @Nullable String description, Path archive, Map<String, String> digests) {
    try {
      Archive read = Archive.read(archive);
      for (String place : read.runs()) {
        if (!read.report(place).digest().equals(digests.get(place))) {
          Path page = output.resolve(name).resolve(place).resolve(ARCHIVED_PAGE);
          String label = label(name, place) + " (archive)";
          RunFiles files = new RunFiles(archive.resolve(place));
          show(label, files, page, description, new TreeMap<>(), place);
        }
      }
    } catch (InvalidInputException e) {
      remarks.add(String.valueOf(e.getMessage()));
    }
  }

  private void show(
      String label,
      RunFiles files,
      Path page,
      @Nullable String description,
      Map<String, String> digests,
      String place) {
    try {
      RunRecord run = RunRecord.read(files);
      AtomicFile.write(page, RunPage.of(run));
      digests.put(place, run.report().digest());
      String link = output.relativize(page).toString().replace('\\', '/');
      runs.add(new ShownRun(label, link, files.directory(), description, run));
    } catch (InvalidInputException e) {
      remarks.add(String.valueOf(e.getMessage()));
    }
  }

  private static String label(String name, String place) {
    return place.isEmpty() ? name : name + "/" + place;
  }

  /** Returns the descriptions of the configs that this version can read, by experiment. */
  private Map<String, String> descriptions() {
    Map<String, String> descriptions = new TreeMap<>();
    for (String file : entries(configs, Files::isRegularFile)) {
      if (ConfigFiles.isName(file)) {
        try {
          String text = Files.readString(configs.resolve(file), StandardCharsets.UTF_8);
          ExperimentConfig config = ExperimentConfigs.parseFile(text, file);
          descriptions.put(config.name(), config.description());
        } catch (InvalidInputException | IOException e) {
          // The runs of a config that cannot be read have no description.
        }
      }
    }
    return descriptions;
  }

  private static List<String> directories(Path directory) {
    return entries(directory, Files::isDirectory);
  }

  private static List<String> entries(Path directory, Predicate<Path> kind) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(kind)
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot read " + directory + " (" + e + "); make it readable.", e);
    }
  }
}
