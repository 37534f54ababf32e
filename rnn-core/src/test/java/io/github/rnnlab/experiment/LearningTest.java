package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.config.ExperimentConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However weights are moved, a run that was interrupted ends with the bytes of one that was not.
 */
class LearningTest {
  @TempDir Path directory;
  private PlayRun run;

  @BeforeEach
  void writeTheText() throws IOException {
    run = PlayRun.in(directory);
  }

  /** On streams, with dropout and a falling rate. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "type=adam weightDecay=0.01",
        "type=adamw",
        "type=rmsprop alpha=0.9",
        "type=sgd",
        "type=sgd momentum=0.9",
        "type=sgd momentum=0.9 nesterov=true weightDecay=0.01"
      })
  void everyOptimizerGoesOnToTheSameBytes(String optimizer) throws IOException {
    goesOnAfterEveryThirdStep(
        "training.stream=true model.layers=2 model.dropout=0.2 model.outputDropout=0.3"
            + " training.schedule.type=exponential training.clipValue=0.01 training.optimizer."
            + optimizer.replace(" ", " training.optimizer."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type=step factor=0.5",
        "type=exponential fromEpoch=2",
        "type=cosine warmupSteps=5",
        "type=plateau patience=0"
      })
  void everyScheduleGoesOnToTheSameBytes(String schedule) throws IOException {
    goesOnAfterEveryThirdStep(
        "training.optimizer.learningRate=0.1 training.schedule."
            + schedule.replace(" ", " training.schedule."));
  }

  @Test
  void refusesAWarmUpThatTheRunDoesNotOutlast() {
    assertThatThrownBy(
            () ->
                run.train(
                    "late",
                    PlayRun.config(
                        "training.schedule.type=cosine", "training.schedule.warmupSteps=27")))
        .hasMessageContaining("training.schedule.warmupSteps: found 27 in a run of 27 steps")
        .hasMessageContaining("expected fewer than the run has. Lower it, or raise");
  }

  private void goesOnAfterEveryThirdStep(String overrides) throws IOException {
    String[] keys = overrides.split(" ", -1);
    ExperimentConfig config = PlayRun.config(keys);
    run.train("whole", config);
    String[] saving = Arrays.copyOf(keys, keys.length + 2);
    saving[keys.length] = "checkpoints.everySteps=3";
    saving[keys.length + 1] = "checkpoints.keep=1000";
    run.train("steps", PlayRun.config(saving));
    run.assertSameBytes("steps", "whole");
    for (int step = 3; step < PlayRun.STEPS; step += 3) {
      String output = "after-" + step;
      run.copyCheckpoint("steps", step, output);
      run.train(output, config);
      run.assertSameBytes(output, "whole");
    }
  }
}
