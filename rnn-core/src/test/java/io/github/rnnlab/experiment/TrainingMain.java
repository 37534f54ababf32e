package io.github.rnnlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains the experiment of a config file into a directory, in a JVM of its own. */
final class TrainingMain {
  private TrainingMain() {}

  public static void main(String[] args) throws IOException {
    Path config = Path.of(args[0]);
    Path output = Path.of(args[1]);
    new Experiment(
            ExperimentConfigs.parse(Files.readString(config), config.toString()),
            new Workplace(config.resolveSibling("."), output, output, true, null, "1", null),
            new RecordedProgress())
        .train();
  }
}
