package io.github.rnnlab.maven.run;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.build.Selection;
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
   * @param selection has the directories whose files must not be replaced
   * @throws InvalidInputException if several experiments or goals would write to it, if it is not a
   *     regular file, or if a run has written it or reads it
   */
  static void claim(
      Path file, Selection selection, List<ExperimentConfig> experiments, BuildContext build) {
    if (experiments.size() > 1) {
      throw new InvalidInputException(
          OPTION,
          experiments.stream().map(ExperimentConfig::name).collect(Collectors.joining(", ")),
          "one experiment to write to " + file,
          "Choose one with -Drnn.config=NAME.");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InvalidInputException(
          OPTION, file + ", which is no file", "a file", "Correct -Drnn.output, or leave it out.");
    }
    for (ExperimentConfig config : experiments) {
      refuseOwnFiles(file.normalize(), selection, config);
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

  private static void refuseOwnFiles(Path file, Selection selection, ExperimentConfig config) {
    Path configs = selection.configDirectory();
    boolean isConfig =
        configs.normalize().equals(file.getParent()) && file.toString().endsWith(".json");
    boolean isRead =
        config.inputFiles().stream()
            .anyMatch(input -> configs.resolve(input).normalize().equals(file));
    boolean isLeft =
        file.startsWith(selection.outputDirectory().resolve(config.name()).normalize());
    if (isConfig || isRead || isLeft) {
      throw new InvalidInputException(
          OPTION,
          file + ", which " + (isLeft ? "is among the files of the run" : "the experiment reads"),
          "a file that may be replaced",
          "Name another file.");
    }
  }
}
