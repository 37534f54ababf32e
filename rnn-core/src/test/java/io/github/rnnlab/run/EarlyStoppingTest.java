package io.github.rnnlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.EarlyStop;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of up to 15 epochs of 9 steps, whose chains have a link for every second step. */
@Timeout(120)
class EarlyStoppingTest {
  private static final int EPOCHS = 15;

  @TempDir Path directory;
  private PlayRun run;

  @BeforeEach
  void prepare() throws IOException {
    run = PlayRun.in(directory);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 1, 1", "0.3, 2, 1", "0.3, 3, 1", "0.3, 2, 2", "1, 3, 2", "1, 5, 1"})
  void endsAfterThePatienceWithTheEpochsOfTheWholeRun(
      String rate, int patience, int validateEvery) {
    String every = "training.validateEvery=" + validateEvery;
    String steep = "training.optimizer.learningRate=" + rate;
    run.train("whole", rising(every, steep));
    RecordedProgress progress =
        run.train("stopped", rising(every, steep, "training.patience=" + patience));
    RunReport whole = report("whole");
    RunReport stopped = report("stopped");

    int best = 0;
    int last = 0;
    for (EpochRecord epoch : whole.epochs()) {
      Double loss = epoch.validationLoss();
      if (loss != null && last == 0) {
        if (best == 0
            || loss < Objects.requireNonNull(whole.epochs().get(best - 1).validationLoss())) {
          best = epoch.epoch();
        } else if (epoch.epoch() - best >= patience) {
          last = epoch.epoch();
        }
      }
    }
    assertThat(last).as("the last epoch").isBetween(1, EPOCHS - 1);
    assertThat(stopped.epochs()).isEqualTo(whole.epochs().subList(0, last));
    assertThat(stopped.stopped())
        .isEqualTo(
            new EarlyStop(
                last,
                best,
                "no better validation loss within training.patience, " + patience + " epochs"));
    assertThat(stopped.steps()).isEqualTo(9L * last);
    assertThat(run.files("stopped").bestModel()).exists();
    assertThat(progress.notes)
        .anyMatch(note -> note.contains(", at most 15 passes over the text (epochs) of 9 steps,"))
        .contains(
            "Stopped after epoch %d of 15: %s."
                .formatted(last, Objects.requireNonNull(stopped.stopped()).reason()));

    List<Link> links = stopped.chain().links();
    assertThat(stopped.chain().every()).isEqualTo(whole.chain().every()).isEqualTo(2);
    assertThat(links.get(links.size() - 1).step()).isEqualTo(stopped.steps());
    assertThat(links).hasSize((9 * last + 1) / 2);
    for (int i = 0; i < 9 * last / 2; i++) {
      assertThat(links.get(i).saysTheSameAs(whole.chain().links().get(i)))
          .as("link %d", i)
          .isTrue();
    }
  }

  @Test
  void keepsAllEpochsOfARunThatGetsBetter() {
    run.train("run", PlayRun.config("training.patience=1"));
    assertThat(report("run").epochs()).hasSize(3);
    assertThat(report("run").stopped()).isNull();
  }

  @Test
  void goesOnAfterEveryStepToTheSameBytes() throws IOException {
    run.train("whole", rising("training.patience=2"));
    RunReport whole = report("whole");
    assertThat(whole.steps() % 2).as("a last stretch of one step").isEqualTo(1);
    run.train(
        "steps",
        rising("training.patience=2", "checkpoints.everySteps=1", "checkpoints.keep=1000"));
    run.assertSameBytes("steps", "whole");
    for (long step = 1; step <= whole.steps(); step++) {
      String output = "after-" + step;
      run.copyCheckpoint("steps", step, output);
      List<String> notes = run.train(output, rising("training.patience=2")).notes;
      run.assertSameBytes(output, "whole");
      assertThat(notes)
          .anyMatch(note -> note.startsWith("Going on") || note.startsWith("All " + whole.steps()));
    }
  }

  @Test
  void isUpToDateAfterwards() {
    assertThat(run.train("run", rising("training.patience=1")).ran()).isTrue();
    assertThat(run.train("run", rising("training.patience=1")).ran()).isFalse();
    assertThat(run.train("run", rising("training.patience=2")).ran()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aReportThatEndsElsewhereIsNone(int forgery) throws IOException {
    run.train("run", rising("training.patience=1"));
    RunReport report = report("run");
    List<EpochRecord> epochs = new ArrayList<>(report.epochs());
    EarlyStop stopped = Objects.requireNonNull(report.stopped());
    switch (forgery) {
      case 1 -> epochs.remove(epochs.size() - 1);
      case 2 -> epochs.add(EpochRecord.of(epochs.size() + 1, 1, 2.0, 2.0, "0".repeat(64)));
      default -> stopped = new EarlyStop(stopped.epoch(), stopped.bestEpoch(), "no power");
    }
    RunReport forged =
        new RunReport(
            report.schema(),
            report.numerics(),
            report.numericClass(),
            report.library(),
            report.name(),
            report.configSha256(),
            report.config(),
            report.corpus(),
            report.initialWeightsSha256(),
            report.parameters(),
            report.trainingWindows(),
            report.steps(),
            report.validation(),
            epochs,
            stopped,
            report.stepLosses(),
            report.test(),
            report.chain(),
            report.digest());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RunReport.parse(Json.pretty(forged), "report.json"))
        .withMessageContaining(
            List.of("epochs: found ", "epoch: found one more", "stopped: found ").get(forgery - 1));
    assertThat(Files.readString(run.files("run").report())).contains("\"stopped\" : {");
  }

  private RunReport report(String output) {
    return RunReport.read(run.files(output).report());
  }

  private static ExperimentConfig rising(String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "training.epochs=" + EPOCHS,
                "training.optimizer.learningRate=0.3",
                "generation.length=60"));
    all.addAll(List.of(overrides));
    return PlayRun.config(all.toArray(String[]::new));
  }
}
