package io.github.rnnlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.prepare.Preparations;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.train.Position;
import io.github.rnnlab.train.TrainingPlan;
import io.github.rnnlab.train.ValidationLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of 9 steps in an epoch. */
class TrainingLogTest {
  private static final long MILLISECOND = 1_000_000;

  @TempDir Path directory;
  private final AtomicLong clock = new AtomicLong();
  private final RecordedProgress progress = new RecordedProgress();
  private PreparedCorpus corpus;

  @BeforeEach
  void prepare() throws IOException {
    Path text = PlayRun.in(directory).directory().resolve("play.txt");
    corpus = Preparations.ofCharacters("play", 10, 10, false).prepare(text, directory);
  }

  @Test
  void namesPassesOverTheTextWhereAnEpochIsOne() {
    assertThat(intention())
        .isEqualTo(
            "80 parameters, 3 passes over the text (epochs) of 9 steps, 27 steps in all, each of"
                + " 4 windows of 10 characters");
    assertThat(intention("training.stream=true"))
        .startsWith("80 parameters, 3 passes over the text (epochs) of ")
        .endsWith(" each of 4 streams of 10 characters");
    assertThat(intention("training.patience=1"))
        .startsWith("80 parameters, at most 3 passes over the text (epochs) of 9 steps,");
  }

  @Test
  void saysHowManyPassesAnEpochIsOtherwise() {
    assertThat(intention("prepare.stride=2"))
        .startsWith("80 parameters, 3 epochs of 44 steps and 4.9 passes over the text, 132 steps");
    assertThat(intention("training.windows=9"))
        .startsWith("80 parameters, 3 epochs of 3 steps and 0.2 passes over the text, 9 steps");
  }

  /** The first step takes ten times as long as those after it. */
  @Test
  void estimatesTheTimeOnceByTheStepsAfterTheWarmUp() {
    TrainingLog log = log("training.epochs=1000");
    log.start(Position.START, 0);
    steps(log, 1, 1000);
    assertThat(progress.notes).isEmpty();
    steps(log, 39, 100);
    assertThat(progress.notes).isEmpty();
    steps(log, 5000, 100);
    assertThat(progress.notes).containsExactly("About 15 minutes left for 8,959 steps.");
  }

  @Test
  void saysThatValidationsComeOnTop() {
    TrainingLog log = log("training.epochs=10000");
    log.start(Position.START, 0);
    step(log, 1, 1, 3000);
    step(log, 1, 2, 3000);
    assertThat(progress.notes)
        .containsExactly("About 75.0 hours left for 89,998 steps, and some more for validations.");
  }

  @Test
  void isSilentAboutAShortRest() {
    TrainingLog log = log();
    log.start(Position.START, 0);
    steps(log, 27, 200);
    assertThat(progress.notes).isEmpty();
    assertThat(log.seconds()).isEqualTo(5.4);
  }

  private void steps(TrainingLog log, int count, int milliseconds) {
    for (int i = 0; i < count; i++) {
      int epoch = taken / 9 + 1;
      step(log, epoch, taken % 9 + 1, milliseconds);
      taken++;
      if (taken % 9 == 0) {
        log.epochDone(epoch, 1, new ValidationLoss(1, 1.0));
      }
    }
  }

  private int taken;

  private void step(TrainingLog log, int epoch, long step, int milliseconds) {
    clock.addAndGet(milliseconds * MILLISECOND);
    log.stepDone(epoch, step, 1, 1);
  }

  private String intention(String... overrides) {
    return log(overrides).intention(80, PlayRun.config(overrides).training());
  }

  private TrainingLog log(String... overrides) {
    ExperimentConfig config = PlayRun.config(overrides);
    TrainingPlan plan =
        TrainingRun.plan(
            config,
            Split.of(
                corpus.tokens(),
                config.prepare().validationFraction(),
                config.prepare().testFraction(),
                config.prepare().sequenceLength(),
                config.prepare().stride()));
    return new TrainingLog(plan, corpus, progress, clock::get);
  }
}
