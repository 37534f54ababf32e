package io.github.rnnlab.config;

import java.nio.file.Path;
import java.util.List;

/**
 * One run of an experiment: its only one, or the one of a seed.
 *
 * @param label its name in the log, such as {@code quickstart, seed 3}
 * @param config the config of this run, with a single seed
 * @param outputDirectory the directory of its files
 */
public record SeedRun(String label, ExperimentConfig config, Path outputDirectory) {
  /**
   * Returns the runs of an experiment, in the order of its seeds.
   *
   * @param outputDirectory the directory of the experiment; with several seeds, each run has a
   *     directory inside it, such as {@code seed-3}
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
   * Returns the name of this run within its experiment: empty for the only run, or else such as
   * {@code seed-3}.
   *
   * @param experiment the directory of the experiment
   */
  public String nameIn(Path experiment) {
    return experiment.relativize(outputDirectory).toString();
  }
}
