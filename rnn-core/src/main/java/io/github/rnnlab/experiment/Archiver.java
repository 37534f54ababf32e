package io.github.rnnlab.experiment;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.seeds.SeedsReport;
import io.github.rnnlab.stage.Freshness;
import io.github.rnnlab.stage.UpToDate;
import io.github.rnnlab.trained.OtherSeeds;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Copies the record of finished runs into an archive. */
public final class Archiver {
  private Archiver() {}

  /**
   * Archives the run of an experiment, or those of all its seeds, in place of the former archive.
   *
   * @param workplace the workplace of the experiment; with several seeds, each run has a directory
   *     inside
   * @param directory the directory of the archive, such as {@code archive/quickstart}
   * @throws InvalidInputException if a run is unfinished, edited, or not up to date with config,
   *     corpus and version
   */
  public static Archive archive(ExperimentConfig config, Workplace workplace, Path directory) {
    Path output = workplace.outputDirectory();
    Map<String, Path> runs = new TreeMap<>();
    List<Path> directories = new ArrayList<>();
    for (PlannedRun run : PlannedRun.of(config, output)) {
      requireFresh(run, config, workplace.in(run.outputDirectory()));
      runs.put(run.nameIn(output), run.outputDirectory());
      directories.add(run.outputDirectory());
    }
    if (config.training().seeds() == null) {
      return Archive.write(directory, workplace.version(), runs, Map.of());
    }
    Map<String, Path> summary = Map.of(SeedsReport.FILE, output.resolve(SeedsReport.FILE));
    SeedsReport.summarize(config.sha256(), List.copyOf(directories), output);
    return Archive.write(directory, workplace.version(), runs, summary);
  }

  private static List<Long> seeds(ExperimentConfig config) {
    return Objects.requireNonNullElse(config.training().seeds(), List.of());
  }

  /**
   * Checks that a run is finished and up to date.
   *
   * @param config of the experiment, with all its seeds
   */
  static void requireFresh(PlannedRun run, ExperimentConfig config, Workplace workplace) {
    Freshness freshness = UpToDate.ofFinishedRun(run.config(), workplace);
    if (!freshness.isFresh()) {
      throw new InvalidInputException(
          workplace.outputDirectory().toString(),
          freshness.state() == Freshness.State.MISSING
              ? "no finished run"
              : "a run that is not up to date (" + freshness.detail() + ")",
          "a finished run of " + run.label() + " as it is now",
          freshness.state() == Freshness.State.MISSING
              ? OtherSeeds.advice(workplace.outputDirectory(), config.name(), seeds(config))
              : "Run "
                  + OtherSeeds.training(config.name(), seeds(config))
                  + " first, or give the options that the run had.");
    }
  }
}
