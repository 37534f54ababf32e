package io.github.rnnlab.maven.run;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.plan.PlannedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The file of {@code rnn.output}, which receives exactly one text of a build. */
final class TextFile {
  private static final String OPTION = "rnn.output";

  private TextFile() {}

  /**
   * Checks that a file may be written and that nothing else in this build writes to it.
   *
   * @param configs the directory of the configs, which must not be replaced
   * @param experiments with the directories of their results, which must not be replaced either
   * @throws InvalidInputException if several experiments or goals would write to it, if it is not a
   *     regular file, or if a run has written it or reads it
   */
  static void claim(Path file, Path configs, List<PlannedRun> experiments, BuildContext build) {
    if (experiments.size() > 1) {
      throw new InvalidInputException(
          OPTION,
          experiments.stream().map(PlannedRun::label).collect(Collectors.joining(", ")),
          "one experiment to write to " + file,
          "Choose one with -Drnn.config=NAME.");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InvalidInputException(
          OPTION, file + ", which is no file", "a file", "Correct -Drnn.output, or leave it out.");
    }
    for (PlannedRun experiment : experiments) {
      refuseOwnFiles(file.normalize(), configs, experiment);
    }
    if (!experiments.isEmpty() && !build.claim(OPTION + " " + file)) {
      throw new InvalidInputException(
          OPTION,
          file + ", to which this build has written another text",
          "a file of its own for each text",
          "Give a relative path, which each project has for itself, or choose one project with"
              + " --projects.");
    }
  }

  private static void refuseOwnFiles(Path file, Path configs, PlannedRun experiment) {
    boolean isConfig =
        configs.normalize().equals(file.getParent()) && file.toString().endsWith(".json");
    boolean isRead =
        experiment.config().inputFiles().stream()
            .anyMatch(input -> configs.resolve(input).normalize().equals(file));
    boolean isLeft = file.startsWith(experiment.outputDirectory().normalize());
    if (isConfig || isRead || isLeft) {
      throw new InvalidInputException(
          OPTION,
          file + ", which " + (isLeft ? "is among the files of the run" : "the experiment reads"),
          "a file that may be replaced",
          "Name another file.");
    }
  }
}
