package io.github.rnnlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.course.Course;
import io.github.rnnlab.course.EarlyText;
import io.github.rnnlab.course.GradientNormsCsv;
import io.github.rnnlab.course.GradientNormsCsv.Row;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CourseOfTrainingTest {
  @TempDir Path directory;
  private PlayRun run;

  @BeforeEach
  void prepare() throws IOException {
    run = PlayRun.in(directory);
  }

  /** A step of plain descent goes as far as the gradient is long, times the learning rate. */
  @Test
  void recordsTheNormOfTheGradientBeforeItIsClipped() throws IOException {
    ExperimentConfig free = oneStep("training.clipNorm=0");
    Map<String, Tensor> before = new LinkedHashMap<>();
    run.experiment("first", free, new RecordedProgress())
        .replay((corpus, training) -> before.putAll(training.model().weights().tensors()));
    run.train("free", free);
    double squares = 0;
    for (Map.Entry<String, Tensor> after :
        Safetensors.read(run.files("free").model()).tensors().entrySet()) {
      float[] from = Objects.requireNonNull(before.get(after.getKey())).values();
      float[] to = after.getValue().values();
      for (int i = 0; i < to.length; i++) {
        squares += ((double) to[i] - from[i]) * ((double) to[i] - from[i]);
      }
    }
    Row row = rows("free").get(0);
    assertThat(row.mean()).isCloseTo(Math.sqrt(squares) / 0.5, within(1e-5)).isGreaterThan(0.1);
    assertThat(row).isEqualTo(new Row(1, 1, row.mean(), row.mean()));
    run.train("clipped", oneStep("training.clipNorm=0.001"));
    assertThat(rows("clipped")).containsExactly(row);
    run.train("clamped", oneStep("training.clipValue=0.001"));
    assertThat(rows("clamped")).containsExactly(row);
  }

  @Test
  void measuresEightStepsOfAStretchAndWritesAtDoublingDistances() throws IOException {
    run.train("out", PlayRun.config("training.epochs=200"));
    assertThat(rows("out")).hasSize(90).allMatch(row -> row.count() == 8);
    assertThat(rows("out")).allMatch(row -> row.greatest() >= row.mean() && row.mean() > 0);
    assertThat(Files.readAllLines(run.files("out").earlySamples()))
        .filteredOn(line -> line.startsWith("#"))
        .containsExactly(
            "# Texts of play",
            "## After step 20 (epoch 3)",
            "## After step 40 (epoch 5)",
            "## After step 80 (epoch 9)",
            "## After step 160 (epoch 18)",
            "## After step 320 (epoch 36)",
            "## After step 640 (epoch 72)",
            "## After step 1,280 (epoch 143)");
  }

  @Test
  void writesATextThatAnInterruptionPrevented() throws IOException {
    run.train("whole", PlayRun.config());
    run.train("steps", PlayRun.config("checkpoints.everySteps=1", "checkpoints.keep=100"));
    run.copyCheckpoint("steps", 4, "after");
    Path file = run.checkpoint("after", 4);
    Checkpoint saved = Checkpoint.read(file);
    List<EarlyText> texts = saved.course().texts();
    assertThat(texts.get(texts.size() - 1).step()).isEqualTo(4);
    with(saved, new Course(saved.course().stretches(), saved.course().open(), texts.subList(0, 2)))
        .write(file);
    run.train("after", PlayRun.config());
    run.assertSameBytes("after", "whole");
  }

  private static Checkpoint with(Checkpoint saved, Course course) {
    return new Checkpoint(saved.run(), saved.state(), saved.stepLosses(), course, saved.tensors());
  }

  private static ExperimentConfig oneStep(String clipping) {
    return PlayRun.config(
        "training.epochs=1",
        "training.batchSize=36",
        "training.optimizer.type=sgd",
        "training.optimizer.learningRate=0.5",
        clipping);
  }

  private List<Row> rows(String output) throws IOException {
    Path file = run.files(output).gradientNormsCsv();
    return GradientNormsCsv.read(file.toString(), Files.readString(file));
  }
}
