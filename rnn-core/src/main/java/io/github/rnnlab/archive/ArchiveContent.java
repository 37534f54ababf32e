package io.github.rnnlab.archive;

import static io.github.rnnlab.archive.Archive.INDEX;
import static io.github.rnnlab.archive.Archive.RESTORE;
import static io.github.rnnlab.archive.Archive.path;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chart.LossChart;
import io.github.rnnlab.chart.LossCsv;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.seeds.SeedsReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The content of an archive: exactly the files of its runs, each consistent with the reports.
 *
 * @param directory the directory of the archive
 * @param hashes the listed hashes by path, already compared with the files
 * @param reports the reports by run name, at least one
 */
record ArchiveContent(Path directory, Map<String, String> hashes, Map<String, RunReport> reports) {
  /**
   * Checks everything but the samples, which only the models could reproduce.
   *
   * @throws InvalidInputException naming the first file that is missing, unexpected or wrong
   */
  void require() {
    requireFiles();
    reports.forEach(this::requireCurves);
    if (!reports.containsKey("")) {
      requireSeeds();
    }
  }

  /** Checks the files on disk, except hidden ones. */
  private void requireFiles() {
    boolean isOnlyRun = reports.containsKey("");
    Set<String> expected = new TreeSet<>(isOnlyRun ? List.of() : List.of(SeedsReport.FILE));
    reports.keySet().forEach(run -> Archive.FILES.forEach(file -> expected.add(path(run, file))));
    if (!hashes.keySet().equals(expected) || isOnlyRun && reports.size() > 1) {
      throw new InvalidInputException(
          directory.resolve(INDEX) + ": files",
          String.join(", ", hashes.keySet()),
          String.join(", ", Archive.FILES) + ", or those of each seed and " + SeedsReport.FILE,
          RESTORE);
    }
    for (String found : filesOnDisk()) {
      if (!expected.contains(found) && !found.equals(INDEX)) {
        throw new InvalidInputException(
            directory.resolve(found).toString(),
            "a file that " + INDEX + " does not list",
            "nothing else in the archive",
            "Move it elsewhere, or restore the archive from version control.");
      }
    }
  }

  private List<String> filesOnDisk() {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .filter(file -> !file.startsWith(".") && !file.contains("/."))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      Interruption.rethrow(e);
      throw new InvalidInputException(
          directory.toString(),
          "a directory that cannot be read (" + e + ")",
          "an archive",
          "Make it readable.",
          e);
    }
  }

  /** Checks that the table and the chart of the losses follow from the report. */
  private void requireCurves(String run, RunReport report) {
    requireContent(
        path(run, RunFiles.LOSS_CSV),
        List.of(LossCsv.text(report.epochs(), report.test())),
        path(run, RunFiles.REPORT));
    requireContent(
        path(run, RunFiles.LOSS_CHART), LossChart.drawings(report), path(run, RunFiles.REPORT));
  }

  private void requireSeeds() {
    SeedsReport found = SeedsReport.read(directory.resolve(SeedsReport.FILE));
    List<String> runs = found.names();
    if (!new TreeSet<>(runs).equals(reports.keySet()) || runs.size() != reports.size()) {
      throw new InvalidInputException(
          directory.resolve(SeedsReport.FILE) + ": runs",
          String.join(", ", runs),
          String.join(", ", reports.keySet()) + " as archived, each once",
          RESTORE);
    }
    SeedsReport expected =
        SeedsReport.of(found.configSha256(), runs.stream().map(reports::get).toList());
    found.requireEqual(expected, directory.resolve(SeedsReport.FILE).toString(), RESTORE);
    requireContent(SeedsReport.FILE, List.of(Json.pretty(expected)), "the reports of the runs");
  }

  /** Compares the listed hash, which is known to be that of the file. */
  private void requireContent(String path, List<String> expected, String source) {
    if (expected.stream().map(Sha256::of).noneMatch(hash -> hash.equals(hashes.get(path)))) {
      throw new InvalidInputException(
          directory.resolve(path).toString(),
          "other content",
          "what " + source + " gives",
          RESTORE);
    }
  }
}
