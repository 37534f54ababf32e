package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.workplace.Workplace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A run of 27 steps in 3 epochs on a text of some hundred characters, with directories to run it
 * in.
 *
 * @param directory of the text and, under their names, of the runs
 */
public record PlayRun(Path directory) {
  static final int STEPS = 27;
  static final int EPOCHS = 3;

  /** What must have the same bytes however a run came to its end. */
  static final List<String> SAME_BYTES =
      List.of(
          "report.json",
          "model.safetensors",
          "model-best.safetensors",
          "loss.csv",
          "loss.svg",
          "gradient-norms.csv",
          "sample.txt",
          "samples-in-training.md");

  public static PlayRun in(Path directory) throws IOException {
    Files.writeString(
        directory.resolve("play.txt"),
        "so long lives this, and this gives life to thee; nor shall death brag. ".repeat(6));
    return new PlayRun(directory);
  }

  public static ExperimentConfig config(String... overrides) {
    Map<String, String> values = new TreeMap<>();
    for (String override : overrides) {
      values.put(
          override.substring(0, override.indexOf('=')),
          override.substring(override.indexOf('=') + 1));
    }
    return ExperimentConfigs.parse(
        """
        {"name": "play", "seed": 7, "corpus": {"file": "play.txt"},
         "prepare": {"sequenceLength": 10, "stride": 10, "validationFraction": 0.15},
         "model": {"hiddenSize": 9, "initialScale": 0.3},
         "training": {"epochs": 3, "batchSize": 4, "optimizer": {"learningRate": 0.01}},
         "generation": {"prompt": "so", "length": 30},
         "backend": {"name": "scalar"}}
        """,
        "play.json",
        new Overrides(null, values));
  }

  /** Returns what an experiment generates. */
  public static String text(Experiment experiment) {
    return new String(bytes(experiment), StandardCharsets.UTF_8);
  }

  /** Returns the bytes of what an experiment generates. */
  static byte[] bytes(Experiment experiment) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    experiment.generate(text::writeBytes);
    return text.toByteArray();
  }

  public RecordedProgress train(String output, ExperimentConfig config) {
    return train(output, config, false, false);
  }

  public RecordedProgress train(
      String output, ExperimentConfig config, boolean force, boolean fresh) {
    RecordedProgress progress = new RecordedProgress();
    experiment(output, config, progress).train(force, fresh);
    return progress;
  }

  public Experiment experiment(String output, ExperimentConfig config, ProgressListener listener) {
    return new Experiment(config, workplace(output), listener);
  }

  public Workplace workplace(String output) {
    return Workplace.of(directory, files(output).directory(), "1").offline(true);
  }

  public RunFiles files(String output) {
    return new RunFiles(directory.resolve(output));
  }

  /** Returns the names of all checkpoints in a run's directory, in ascending order. */
  List<String> checkpoints(String output) {
    return checkpointFiles(output).stream()
        .map(file -> String.valueOf(file.getFileName()))
        .sorted()
        .toList();
  }

  /** Returns the only checkpoint after a step. */
  public Path checkpoint(String output, long step) {
    return checkpointFiles(output).stream()
        .filter(file -> file.endsWith(name(step)))
        .reduce(
            (one, other) -> {
              throw new AssertionError(one + " and " + other);
            })
        .orElseThrow();
  }

  private List<Path> checkpointFiles(String output) {
    try (Stream<Path> files = Files.walk(files(output).checkpoints())) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(long step) {
    return "step-%09d.safetensors".formatted(step);
  }

  public void copyCheckpoint(String from, long step, String to) throws IOException {
    Path file = checkpoint(from, step);
    Path copy =
        files(to).checkpoints().resolve(files(from).checkpoints().relativize(file).toString());
    Files.createDirectories(copy.getParent());
    Files.copy(file, copy);
  }

  public void assertSameBytes(String output, String expected) {
    SAME_BYTES.forEach(file -> assertSameBytes(output, expected, file));
  }

  /** As {@link #assertSameBytes(String, String)}, for runs whose prompt was changed later. */
  void assertSameBytesButEarlyTexts(String output, String expected) {
    for (String file : SAME_BYTES) {
      if (!file.equals("samples-in-training.md")) {
        assertSameBytes(output, expected, file);
      }
    }
  }

  private void assertSameBytes(String output, String expected, String file) {
    assertThat(files(output).directory().resolve(file))
        .as(output)
        .hasSameBinaryContentAs(files(expected).directory().resolve(file));
  }
}
