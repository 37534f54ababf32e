package io.github.rnnlab.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.experiment.Archiver;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.verify.VerificationRequest.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of several seeds that were asked for on the command line. */
final class SeveralSeedsTest {
  private static final String SEEDS = "-Drnn.set.training.seeds=[9,4]";

  @TempDir private Path directory;
  private PlayRun run;
  private ExperimentConfig plain;
  private ExperimentConfig seeds;

  @BeforeEach
  void readConfigs() throws IOException {
    run = PlayRun.in(directory);
    plain = PlayRun.config().withSeed(1);
    seeds = PlayRun.config("training.seeds=[9,4]");
  }

  private void train(ExperimentConfig config) {
    for (PlannedRun one : PlannedRun.of(config, run.files("out").directory())) {
      run.train(directory.relativize(one.outputDirectory()).toString(), one.config());
    }
  }

  private void archive(ExperimentConfig config) {
    Archive unused = Archiver.archive(config, run.workplace("out"), directory.resolve("archive"));
  }

  private Optional<Finding> verify(ExperimentConfig config, Mode mode) {
    Path output = run.files("out").directory();
    List<PlannedRun> runs = PlannedRun.of(config, output);
    List<String> names = runs.stream().map(one -> one.nameIn(output)).toList();
    for (PlannedRun one : runs) {
      VerificationRequest what =
          new VerificationRequest(
              directory.resolve("archive"),
              one.nameIn(output),
              names,
              config.training().seeds() == null ? null : config.sha256(),
              one.outputDirectory(),
              directory.resolve("results"),
              mode,
              7);
      Optional<Finding> finding =
          new Verifier(
                  one.config(),
                  run.workplace("verify/" + one.nameIn(output)),
                  what,
                  new RecordedProgress())
              .verify()
              .finding();
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  @ParameterizedTest
  @EnumSource
  void areArchivedAndVerified(Mode mode) {
    train(seeds);
    archive(seeds);
    assertThat(Archive.read(directory.resolve("archive")).runsInOrder())
        .containsExactly("seed-9", "seed-4");
    assertThat(verify(seeds, mode)).isEmpty();
  }

  @Test
  void aGoalWithoutThemSaysHowToAskForThem() {
    train(seeds);
    String flag = "There are runs of other seeds: add -Drnn.set.training.seeds=[4,9] to use them.";
    assertThatThrownBy(() -> PlayRun.text(run.experiment("out", plain, new RecordedProgress())))
        .hasMessageContaining("found no model")
        .hasMessageEndingWith(flag);
    assertThatThrownBy(() -> archive(plain))
        .hasMessageContaining("found no finished run")
        .hasMessageEndingWith(flag);
    archive(seeds);
    assertThat(verify(plain, Mode.AFRESH).orElseThrow().message())
        .endsWith("Verify with " + SEEDS + ", or archive all runs anew with mvn rnn:archive.");
  }

  @Test
  void otherSeedsThanTheTrainedOnesAreToldSo() {
    train(seeds);
    ExperimentConfig others = PlayRun.config("training.seeds=[5,6]");
    assertThatThrownBy(() -> archive(others))
        .hasMessageContaining("a finished run of play, seed 5")
        .hasMessageContaining("add -Drnn.set.training.seeds=[4,9] to use them.");
  }

  @Test
  void aSingleRunIsToldWhereSeveralSeedsAreAskedFor() {
    train(plain);
    assertThatThrownBy(() -> archive(seeds))
        .hasMessageEndingWith(
            "There is a run of a single seed: leave out training.seeds, or"
                + " -Drnn.set.training.seeds, to use it.");
    archive(plain);
    assertThat(verify(seeds, Mode.AFRESH).orElseThrow().message())
        .contains("Verify without training.seeds, also without -Drnn.set.training.seeds, or");
  }

  @Test
  void theFirstTrainingIsAskedForWithItsSeeds() {
    assertThatThrownBy(() -> archive(seeds))
        .hasMessageEndingWith("Run mvn rnn:train -Drnn.config=play " + SEEDS + " first.");
    assertThatThrownBy(
            () ->
                PlayRun.text(
                    run.experiment("out/seed-9", seeds.withSeed(9), new RecordedProgress())))
        .hasMessageEndingWith(
            "Run mvn rnn:train -Drnn.config=play -Drnn.set.training.seeds=[9] first.");
  }
}
