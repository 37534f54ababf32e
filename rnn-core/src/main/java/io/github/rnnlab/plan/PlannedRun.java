package io.github.rnnlab.plan;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.setting.Overrides;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One run of an experiment: its only one, or the one of a seed.
 *
 * @param label its name in the log, such as {@code quickstart, seed 3}
 * @param config the config of this run, with a single seed
 * @param outputDirectory the directory of its files
 */
public record PlannedRun(String label, ExperimentConfig config, Path outputDirectory) {
  private static final String PREFIX = "seed-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(0|-?[1-9][0-9]{0,18})");

  /**
   * Returns the runs of an experiment, in the order of its seeds.
   *
   * @param outputDirectory the directory of the experiment; with several seeds, each run has a
   *     directory inside it, such as {@code seed-3}
   */
  public static List<PlannedRun> of(ExperimentConfig config, Path outputDirectory) {
    List<Long> seeds = config.training().seeds();
    return seeds == null
        ? List.of(new PlannedRun(config.name(), config, outputDirectory))
        : seeds.stream()
            .map(
                seed ->
                    new PlannedRun(
                        config.name() + ", seed " + seed,
                        config.withSeed(seed),
                        outputDirectory.resolve(PREFIX + seed)))
            .toList();
  }

  /** Returns the seed of a directory of one of several seeds; empty for any other directory. */
  public static OptionalLong seedOf(Path directory) {
    return seedOf(String.valueOf(directory.getFileName()));
  }

  /** Returns the seed in the name of a directory; empty for any other name. */
  public static OptionalLong seedOf(String directory) {
    Matcher name = NAME.matcher(directory);
    try {
      return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Returns the flag that asks for runs of some seeds. */
  public static String flag(List<Long> seeds) {
    return seeds.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(",", Overrides.flag("training.seeds") + "=[", "]"));
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
