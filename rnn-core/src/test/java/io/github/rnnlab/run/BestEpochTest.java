package io.github.rnnlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.modelfile.ModelFile;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.ScalarBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose validation loss rises in the end. */
class BestEpochTest {
  private static final String[] RISING = {
    "training.epochs=7", "training.optimizer.learningRate=0.3", "generation.length=60"
  };

  @TempDir Path directory;
  private PlayRun run;

  @BeforeEach
  void prepare() throws IOException {
    run = PlayRun.in(directory);
  }

  @Test
  void keepsTheWeightsOfTheLeastValidationLoss() {
    RecordedProgress progress = run.train("run", rising());
    List<EpochRecord> epochs = RunReport.read(run.files("run").report()).epochs();
    EpochRecord best =
        epochs.stream()
            .min(Comparator.comparing(epoch -> Objects.requireNonNull(epoch.validationLoss())))
            .orElseThrow();
    assertThat(best.epoch()).as("the best of 7").isEqualTo(5);

    assertThat(weightsSha256(run.files("run").bestModel())).isEqualTo(best.weightsSha256());
    assertThat(weightsSha256(run.files("run").model())).isEqualTo(epochs.get(6).weightsSha256());
    assertThat(progress.notes)
        .anySatisfy(line -> assertThat(line).contains("after epoch " + best.epoch() + ","));
  }

  @Test
  void writesTextWithThem() throws IOException {
    run.train("best", rising());
    run.train("last", rising("training.keepBest=false"));

    String sample = Files.readString(run.files("best").sample());
    assertThat(PlayRun.text(run.experiment("best", rising(), new RecordedProgress())))
        .isEqualTo(sample);
    assertThat(Files.readString(run.files("last").sample())).isNotEqualTo(sample);
    assertThat(run.files("last").bestModel()).doesNotExist();
    assertThat(run.files("last").model()).hasSameBinaryContentAs(run.files("best").model());
  }

  @Test
  void keepsThemThroughAnyInterruption() throws IOException {
    run.train("whole", rising());
    run.train("steps", rising("checkpoints.everySteps=1", "checkpoints.keep=1000"));
    for (int step = 1; step <= 63; step += 2) {
      run.copyCheckpoint("steps", step, "after-" + step);
      run.train("after-" + step, rising());
      run.assertSameBytes("after-" + step, "whole");
    }
  }

  @Test
  void hasNoneWithoutHeldOutText() {
    run.train("run", rising("prepare.validationFraction=0"));
    assertThat(run.files("run").model()).exists();
    assertThat(run.files("run").bestModel()).doesNotExist();
  }

  @Test
  void leavesNoneOfAFormerRun() {
    run.train("run", rising());
    run.train("run", rising("training.keepBest=false"));
    assertThat(run.files("run").bestModel()).doesNotExist();
  }

  private static ExperimentConfig rising(String... more) {
    String[] all = Arrays.copyOf(RISING, RISING.length + more.length);
    System.arraycopy(more, 0, all, RISING.length, more.length);
    return PlayRun.config(all);
  }

  private static String weightsSha256(Path file) {
    try (Backend backend = new ScalarBackend()) {
      return ModelFile.read(file, backend).model().weights().sha256();
    }
  }
}
