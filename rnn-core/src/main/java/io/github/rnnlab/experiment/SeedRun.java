package io.github.rnnlab.experiment;

import io.github.rnnlab.report.Archive;
import io.github.rnnlab.report.RunReport;
import io.github.rnnlab.report.SeedsReport;
import java.nio.file.Path;
import java.util.List;

/**
 * One training run of an experiment: its only one, or that of one of its seeds.
 *
 * @param label what to call it in a log, such as {@code quickstart, seed 3}
 * @param config the config of the run alone, which has one seed
 * @param outputDirectory where its files go
 */
public record SeedRun(String label, ExperimentConfig config, Path outputDirectory) {
  /**
   * Returns the runs of an experiment, in the order of its seeds.
   *
   * @param outputDirectory the directory of the experiment; each of several seeds has its own
   *     inside, such as {@code seed-3}
   */
  public static List<SeedRun> of(ExperimentConfig config, Path outputDirectory) {
    List<Long> seeds = config.training().seeds();
    return seeds == null
        ? List.of(new SeedRun(config.name(), config, outputDirectory))
        : seeds.stream()
            .map(
                seed ->
                    new SeedRun(
                        config.name() + ", seed " + seed,
                        config.withSeed(seed),
                        outputDirectory.resolve("seed-" + seed)))
            .toList();
  }

  /**
   * Returns what the run is called within its experiment: nothing if it is the only one, else such
   * as {@code seed-3}.
   *
   * @param experiment the directory of the experiment
   */
  public String nameIn(Path experiment) {
    return experiment.relativize(outputDirectory).toString();
  }

  /**
   * Compares the finished runs of all seeds and writes {@code seeds.json}.
   *
   * @param config of the experiment, which has {@code training.seeds}
   * @param outputDirectory the directory of the experiment
   * @return what was written
   * @throws io.github.rnnlab.InvalidInputException if the report of a run is missing, damaged, or
   *     that of another experiment
   */
  public static SeedsReport summarise(ExperimentConfig config, Path outputDirectory) {
    List<RunReport> reports =
        of(config, outputDirectory).stream()
            .map(run -> RunReport.read(new RunFiles(run.outputDirectory()).report()))
            .toList();
    SeedsReport summary = SeedsReport.of(config.sha256(), reports);
    summary.write(outputDirectory.resolve(Archive.SEEDS));
    return summary;
  }
}
