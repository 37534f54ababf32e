package io.github.rnnlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.StepLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StepValidationTest {
  /** All that could be disturbed. */
  private static final String[] RECIPE = {
    "training.stream=true",
    "model.cell=gru",
    "model.layers=2",
    "model.dropout=0.2",
    "model.outputDropout=0.1",
    "training.schedule.type=plateau",
    "training.schedule.patience=0"
  };

  @TempDir Path directory;
  private PlayRun run;

  @BeforeEach
  void prepare() throws IOException {
    run = PlayRun.in(directory);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 100})
  void neverChangesTrainingOrText(int every) {
    run.train("without", config());
    run.train("with", config("training.validateEverySteps=" + every));
    for (String file : List.of("model.safetensors", "model-best.safetensors", "sample.txt")) {
      assertThat(run.files("with").directory().resolve(file))
          .hasSameBinaryContentAs(run.files("without").directory().resolve(file));
    }
    RunReport with = report("with");
    RunReport without = report("without");
    assertThat(with.epochs()).isEqualTo(without.epochs());
    assertThat(with.chain().links()).hasSameSizeAs(without.chain().links());
    for (int i = 0; i < with.chain().links().size(); i++) {
      assertThat(with.chain().links().get(i).saysTheSameAs(without.chain().links().get(i)))
          .isTrue();
    }
    assertThat(without.stepLosses()).isNull();
    assertThat(Objects.requireNonNull(with.stepLosses())).hasSize((int) with.steps() / every);
    assertThat(run.files("without").stepLossCsv()).doesNotExist();
  }

  @Test
  void theLossAfterTheLastStepOfAnEpochIsThatOfTheEpoch() throws IOException {
    run.train("run", PlayRun.config("training.validateEverySteps=3"));
    List<StepLoss> losses = Objects.requireNonNull(report("run").stepLosses());
    assertThat(losses)
        .extracting(StepLoss::step)
        .containsExactly(3L, 6L, 9L, 12L, 15L, 18L, 21L, 24L, 27L);
    for (EpochRecord epoch : report("run").epochs()) {
      StepLoss loss = losses.get(3 * epoch.epoch() - 1);
      assertThat(loss.validationLoss()).isEqualTo(epoch.validationLoss());
      assertThat(loss.validationBitsPerCharacter()).isEqualTo(epoch.validationBitsPerCharacter());
    }
    assertThat(Files.readAllLines(run.files("run").stepLossCsv()))
        .hasSize(10)
        .startsWith("step,validation_loss,validation_bits_per_character")
        .element(1)
        .asString()
        .startsWith("3,");
  }

  /** The losses so far are part of a checkpoint, whose step may be judged or still be to judge. */
  @Test
  void goesOnAfterEveryStepToTheSameBytes() throws IOException {
    String every = "training.validateEverySteps=2";
    run.train("whole", config(every));
    run.train("steps", config(every, "checkpoints.everySteps=1", "checkpoints.keep=1000"));
    run.assertSameBytes("steps", "whole");
    long steps = report("whole").steps();
    for (long step = 1; step <= steps; step++) {
      String output = "after-" + step;
      run.copyCheckpoint("steps", step, output);
      run.train(output, config(every));
      run.assertSameBytes(output, "whole");
      if (step % 2 == 0) {
        String unjudged = "unjudged-" + step;
        run.copyCheckpoint("steps", step, unjudged);
        Path file = run.checkpoint(unjudged, step);
        Checkpoint judged = Checkpoint.read(file);
        List<Double> losses = judged.stepLosses();
        new Checkpoint(
                judged.run(),
                judged.state(),
                losses.subList(0, losses.size() - 1),
                judged.course(),
                judged.tensors())
            .write(file);
        run.train(unjudged, config(every));
        run.assertSameBytes(unjudged, "whole");
      }
    }
  }

  private RunReport report(String output) {
    return RunReport.read(run.files(output).report());
  }

  private static ExperimentConfig config(String... overrides) {
    List<String> all = new ArrayList<>(List.of(RECIPE));
    all.addAll(List.of(overrides));
    return PlayRun.config(all.toArray(String[]::new));
  }
}
