package io.github.rnnlab.experiment;

import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.FloatVector;

/**
 * Trains the experiment of a config file once for each way of computing, such as {@code vector-7}
 * for seven threads, into a directory of that name.
 */
final class TrainingMain {
  private TrainingMain() {}

  /** Says how many lanes this JVM's vectors have, then trains. */
  public static void main(String[] arguments) {
    System.out.println("lanes=" + FloatVector.SPECIES_PREFERRED.length());
    train(arguments);
  }

  /** Takes the config, the directory of the outputs and the ways. */
  static void train(String... arguments) {
    for (String way : List.of(arguments).subList(2, arguments.length)) {
      train(Path.of(arguments[0]), Path.of(arguments[1]).resolve(way), way);
    }
  }

  private static void train(Path config, Path output, String way) {
    String[] parts = way.split("-", 2);
    Overrides backend =
        new Overrides(null, Map.of("backend.name", parts[0], "backend.threads", parts[1]));
    new Experiment(
            ExperimentConfigs.readFile(config, backend).config(),
            Workplace.of(config.resolveSibling("."), output, "1").offline(true),
            new RecordedProgress())
        .train(false, false);
  }
}
