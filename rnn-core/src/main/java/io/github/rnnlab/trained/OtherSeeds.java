package io.github.rnnlab.trained;

import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.record.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The runs of an experiment with other seeds than those asked for. Seeds of the command line are in
 * no config, so a goal without them does not find their runs.
 */
public final class OtherSeeds {
  private OtherSeeds() {}

  /**
   * Returns what to do about a missing run, as a sentence.
   *
   * @param run the directory of the missing run
   * @param experiment the name of its experiment
   * @param seeds those that were asked for; empty for a single seed
   */
  public static String advice(Path run, String experiment, List<Long> seeds) {
    return insteadOf(run).orElseGet(() -> "Run " + training(experiment, seeds) + " first.");
  }

  /**
   * Returns the command that trains an experiment.
   *
   * @param seeds those that were asked for; empty for a single seed
   */
  public static String training(String experiment, List<Long> seeds) {
    return "mvn rnn:train -Drnn.config="
        + experiment
        + (seeds.isEmpty() ? "" : " " + PlannedRun.flag(seeds));
  }

  /** As {@link #training(String, List)}, for the seed that the directory of a run names. */
  public static String training(String experiment, Path run) {
    return training(experiment, seedOf(run));
  }

  /** As {@link #advice(Path, String, List)}, for the seed that the directory names. */
  public static String advice(Path run, String experiment) {
    return advice(run, experiment, seedOf(run));
  }

  private static List<Long> seedOf(Path run) {
    return PlannedRun.seedOf(run).stream().boxed().toList();
  }

  /**
   * Returns how to ask for the runs that there are, in place of one that is missing.
   *
   * @return a sentence; empty if there are no other runs
   */
  private static Optional<String> insteadOf(Path run) {
    boolean isOfSeed = PlannedRun.seedOf(run).isPresent();
    Path experiment = isOfSeed ? Objects.requireNonNull(run.getParent()) : run;
    List<Long> seeds = seedsIn(experiment);
    if (!seeds.isEmpty()) {
      return Optional.of(
          "There are runs of other seeds: add " + PlannedRun.flag(seeds) + " to use them.");
    }
    return isOfSeed && isFinished(experiment)
        ? Optional.of(
            "There is a run of a single seed: leave out training.seeds, or"
                + " -Drnn.set.training.seeds, to use it.")
        : Optional.empty();
  }

  private static List<Long> seedsIn(Path experiment) {
    try (Stream<Path> entries = Files.list(experiment)) {
      return entries
          .filter(OtherSeeds::isFinished)
          .map(PlannedRun::seedOf)
          .flatMapToLong(OptionalLong::stream)
          .sorted()
          .boxed()
          .toList();
    } catch (IOException e) {
      Interruption.rethrow(e);
      return List.of(); // There is nothing to use.
    }
  }

  private static boolean isFinished(Path run) {
    return Files.exists(new RunFiles(run).report());
  }
}
