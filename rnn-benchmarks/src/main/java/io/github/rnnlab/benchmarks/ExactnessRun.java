package io.github.rnnlab.benchmarks;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.FloatVector;

/**
 * Trains a whole experiment and prints one line: {@code lanes=... model=... report=...}, the lanes
 * of the vectors that computed and the SHA-256 of two files, which have to be the same everywhere.
 */
public final class ExactnessRun {
  private static final int MOST_LANES = 16;

  private ExactnessRun() {}

  /** Options: {@code --config --corpus --output --backend --threads}; the corpus is optional. */
  public static void main(String[] arguments) throws IOException {
    Options options =
        new Options(
            Map.of("config", "", "corpus", "", "output", "", "backend", "vector", "threads", "1"),
            List.of(arguments));
    Path config = Path.of(options.text("config")).toAbsolutePath();
    Path output = Path.of(options.text("output")).toAbsolutePath();
    train(config, overrides(options), output);
    System.out.println(
        "lanes="
            + lanes(options.text("backend"))
            + " model="
            + Sha256.of(output.resolve("model.safetensors"))
            + " report="
            + Sha256.of(output.resolve("report.json")));
  }

  private static Overrides overrides(Options options) {
    String corpus = options.text("corpus");
    return new Overrides(
        corpus.isEmpty() ? null : Path.of(corpus).toAbsolutePath(),
        Map.of(
            "backend.name", options.text("backend"), "backend.threads", options.text("threads")));
  }

  private static void train(Path file, Overrides overrides, Path output) {
    ExperimentConfig config = ExperimentConfigs.readFile(file, overrides).config();
    Workplace workplace =
        Workplace.of(file.resolveSibling("."), output, "1")
            .withCache(output.resolve("cache"))
            .offline(true);
    new Experiment(config, workplace, new ToStandardError())
        .train(/* force= */ true, /* fresh= */ true);
  }

  private static int lanes(String backend) {
    return backend.equals("scalar")
        ? 1
        : Math.min(MOST_LANES, FloatVector.SPECIES_PREFERRED.length());
  }

  /** Says how far a long training is. */
  private static final class ToStandardError implements ProgressListener {
    @Override
    public void note(String line) {
      System.err.println(line);
    }

    @Override
    public void progress(Progress progress) {}

    @Override
    public void epochDone(EpochLoss epoch) {
      System.err.println(epoch);
    }
  }
}
