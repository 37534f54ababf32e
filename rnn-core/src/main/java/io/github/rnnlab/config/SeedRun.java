package io.github.rnnlab.config;

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
}
