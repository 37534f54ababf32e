package io.github.rnnlab.archive;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chart.LossChart;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.seeds.SeedsReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The archived record of an experiment, in a directory under version control such as {@code
 * archive/quickstart}. It holds the files of the run, or {@code seeds.json} and a directory for
 * each seed's run, and {@code archive.json}, which lists all files with their hashes.
 */
public final class Archive {
  /** The directory of all archives, beside the configs. */
  public static final String DIRECTORY = "archive";

  /** The archived files of a run. */
  public static final List<String> FILES =
      List.of(RunFiles.REPORT, RunFiles.LOSS_CSV, RunFiles.LOSS_CHART, RunFiles.SAMPLE);

  static final String INDEX = "archive.json";
  private static final Pattern PATH = Pattern.compile("(seed--?[0-9]{1,19}/)?[a-z]+\\.[a-z]+");
  static final String RESTORE =
      "Restore the archive from version control, or make it anew with mvn rnn:archive.";

  private final Path directory;
  private final Index index;
  private final Map<String, RunReport> reports = new TreeMap<>();

  /**
   * {@code archive.json}.
   *
   * @param schema the version of this format
   * @param version of the software that made the archive; informative only
   * @param files the SHA-256 of each file by its path inside the archive, with {@code /}
   * @param tolerances the allowed deviations of a tolerant backend; absent for an exact one
   */
  record Index(
      int schema, String version, Map<String, String> files, @Nullable Tolerances tolerances) {
    static final int SCHEMA = 1;

    Index {
      Objects.requireNonNull(version, "version");
      files = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNull(files, "files")));
    }
  }

  private Archive(Path directory, Index index) {
    this.directory = directory;
    this.index = index;
  }

  /** Returns whether anything exists at the archive's place, valid or not. */
  public static boolean exists(Path directory) {
    return Files.exists(directory);
  }

  /**
   * Writes an archive, which replaces the former one as a whole.
   *
   * @param directory the directory of the experiment's archive
   * @param version of this software
   * @param runs the directories of the runs by name inside the archive: the empty name for a single
   *     run, or {@code seed-1} and so on
   * @param others further files by name inside the archive
   * @throws InvalidInputException if a run is incomplete or inconsistent
   * @throws io.github.rnnlab.BrokenRunException if the archive cannot be written
   */
  public static Archive write(
      Path directory, String version, Map<String, Path> runs, Map<String, Path> others) {
    boolean tolerant = false;
    for (Path run : runs.values()) {
      tolerant |= !FinishedRun.require(run).isExact();
    }
    @Nullable Tolerances tolerances = tolerant ? Tolerances.DEFAULT : null;
    WholeDirectory.replace(
        directory,
        fresh -> {
          Map<String, String> hashes = new TreeMap<>();
          for (Map.Entry<String, Path> file : files(runs, others).entrySet()) {
            Path copy = fresh.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.copy(file.getValue(), copy);
            hashes.put(file.getKey(), Sha256.of(copy));
          }
          Index index = new Index(Index.SCHEMA, version, hashes, tolerances);
          Files.writeString(fresh.resolve(INDEX), Json.pretty(index));
        });
    return read(directory);
  }

  private static Map<String, Path> files(Map<String, Path> runs, Map<String, Path> others) {
    Map<String, Path> files = new TreeMap<>(others);
    runs.forEach(
        (run, directory) ->
            FILES.forEach(name -> files.put(path(run, name), directory.resolve(name))));
    return files;
  }

  static String path(String run, String file) {
    return run.isEmpty() ? file : run + "/" + file;
  }

  /**
   * Reads an archive and checks that it is unchanged: its list, the chain and digest of each
   * report, the hash of each file, and the files that can be derived from the reports.
   *
   * @throws InvalidInputException if it is not; the message names the file and, in a report, the
   *     link or key
   */
  public static Archive read(Path directory) {
    Archive archive = new Archive(directory, readIndex(directory.resolve(INDEX)));
    for (String path : archive.index.files().keySet()) {
      if (path.equals(RunFiles.REPORT) || path.endsWith("/" + RunFiles.REPORT)) {
        archive.reports.put(
            path.substring(0, Math.max(0, path.length() - RunFiles.REPORT.length() - 1)),
            RunReport.read(archive.directory.resolve(path)));
      }
    }
    archive.index.files().forEach(archive::requireHash);
    archive.requireTolerances();
    new ArchiveContent(directory, archive.index.files(), archive.reports).require();
    return archive;
  }

  private void requireTolerances() {
    Tolerances stated = index.tolerances();
    boolean tolerant = reports.values().stream().anyMatch(report -> !report.isExact());
    if (stated != null && !(tolerant && stated.isPossible())) {
      throw new InvalidInputException(
          directory.resolve(INDEX) + ": tolerances",
          Json.line(stated),
          tolerant ? "finite numbers of at least 0" : "none, since an exact backend needs none",
          tolerant ? "Correct them." : RESTORE);
    }
  }

  private static Index readIndex(Path file) {
    try {
      Index index = Json.read(Files.readString(file), Index.class);
      if (index.schema() != Index.SCHEMA) {
        throw new InvalidInputException(
            file + ": schema",
            String.valueOf(index.schema()),
            String.valueOf(Index.SCHEMA),
            "Use the version of the plugin that made the archive, or make it anew.");
      }
      for (String path : index.files().keySet()) {
        if (!PATH.matcher(path).matches()) {
          throw new InvalidInputException(
              file + ": files", Json.line(path), "a path inside the archive", RESTORE);
        }
      }
      boolean hasReport =
          index.files().keySet().stream()
              .anyMatch(
                  path -> path.equals(RunFiles.REPORT) || path.endsWith("/" + RunFiles.REPORT));
      if (!hasReport) {
        throw new InvalidInputException(
            file + ": files", "no " + RunFiles.REPORT, "the files of a run", RESTORE);
      }
      return index;
    } catch (IOException e) {
      throw unreadable(file, "the list of an archive's files", e);
    } catch (JacksonException e) {
      throw new InvalidInputException(
          file.toString(),
          "broken JSON (" + e.getOriginalMessage() + ")",
          "the list of an archive's files",
          RESTORE,
          e);
    }
  }

  /**
   * Returns the names of the archived runs: the empty name for a single run, or {@code seed-1} and
   * so on.
   */
  public List<String> runs() {
    return List.copyOf(reports.keySet());
  }

  /** Returns the names of the archived runs in the order of their seeds. */
  public List<String> runsInOrder() {
    return reports.containsKey("")
        ? runs()
        : SeedsReport.read(directory.resolve(SeedsReport.FILE)).names();
  }

  /** Returns the report of an archived run. */
  public RunReport report(String run) {
    return Objects.requireNonNull(reports.get(run), run);
  }

  /** Returns the archived hash of a run's file; null if it is not archived. */
  public @Nullable String hash(String run, String file) {
    return index.files().get(path(run, file));
  }

  /**
   * Returns whether a run with the archived report has the archived file. The chart of the losses
   * may be as another version draws it.
   */
  public boolean holds(String run, String file, String sha256) {
    String archived = hash(run, file);
    if (sha256.equals(archived) || !file.equals(RunFiles.LOSS_CHART)) {
      return sha256.equals(archived);
    }
    List<String> drawings =
        LossChart.drawings(report(run)).stream().map(text -> Sha256.of(text)).toList();
    return drawings.contains(archived) && drawings.contains(sha256);
  }

  /**
   * Compares the archived summary over seeds with that of a config.
   *
   * @param configSha256 of the config with all seeds
   * @param runs the names of the archived runs, in the order of the config's seeds
   */
  public Optional<Finding> differenceFrom(String configSha256, List<String> runs) {
    SeedsReport archived = SeedsReport.read(directory.resolve(SeedsReport.FILE));
    SeedsReport expected = SeedsReport.of(configSha256, runs.stream().map(this::report).toList());
    return archived.equals(expected)
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                Finding.Kind.NOT_COMPARABLE,
                directory.resolve(SeedsReport.FILE).toString(),
                "the config " + configSha256 + " and the runs " + runs,
                archived.configSha256() + " and runs " + archived.names() + " as archived",
                "Undo the change, or archive all runs anew with mvn rnn:archive."));
  }

  /** Returns the allowed deviations of a tolerant backend. */
  public Tolerances tolerances() {
    return Objects.requireNonNullElse(index.tolerances(), Tolerances.DEFAULT);
  }

  private void requireHash(String path, String expected) {
    Path file = directory.resolve(path);
    try {
      byte[] bytes = Files.readAllBytes(file);
      // Git may have turned line feeds into CR LF.
      String normal = new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
      String found = Sha256.of(file);
      if (!found.equals(expected) && !Sha256.of(normal).equals(expected)) {
        throw new InvalidInputException(
            file.toString(), "the SHA-256 " + found, expected + " as in archive.json", RESTORE);
      }
    } catch (IOException e) {
      throw unreadable(file, "what archive.json lists", e);
    }
  }

  private static InvalidInputException unreadable(Path file, String expected, IOException e) {
    Interruption.rethrow(e);
    return new InvalidInputException(
        file.toString(),
        Files.exists(file) ? "a file that cannot be read (" + e + ")" : "no such file",
        expected,
        RESTORE,
        e);
  }
}
