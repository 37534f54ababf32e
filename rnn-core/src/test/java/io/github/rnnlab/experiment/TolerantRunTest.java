package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.stage.Freshness;
import io.github.rnnlab.stage.UpToDate;
import io.github.rnnlab.tensor.TolerantProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Trains on a tolerant backend, and on others of its kind. */
@Timeout(60)
class TolerantRunTest {
  private static final String LIBRARY = "fake 1.0, cpu, 2 threads";

  @TempDir Path directory;
  private final ExperimentConfig exact = PlayRun.config("checkpoints.everySteps=5");
  private final ExperimentConfig tolerant = TolerantProvider.on(exact, 2);
  private final ExperimentConfig other = TolerantProvider.on(exact, 3);
  private PlayRun play;

  @BeforeEach
  void writeTheText() throws IOException {
    play = PlayRun.in(directory);
  }

  @Test
  void namesTheLibraryInEveryRecord() throws IOException {
    play.train("out", tolerant);
    RunReport report = report("out");
    assertThat(report.numericClass()).isEqualTo("tolerant");
    assertThat(report.library()).isEqualTo(LIBRARY);
    assertThat(json("fingerprints").at("/train/madeFrom/library").stringValue()).isEqualTo(LIBRARY);
    JsonNode environment = json("environment");
    assertThat(environment.path("library").stringValue()).isEqualTo(LIBRARY);
    assertThat(environment.path("device").stringValue()).isEqualTo("cpu");
    assertThat(environment.path("backend").stringValue()).isEqualTo("tolerant");

    play.train("out", exact);
    assertThat(report("out").library()).isNull();
    assertThat(json("environment").has("library")).isFalse();
    assertThat(json("environment").has("device")).isFalse();
  }

  /** Equal seeds start with the same weights and see the same windows in the same order. */
  @Test
  void computesLossesNearThoseOfAnExactBackend() {
    play.train("exact", exact);
    play.train("tolerant", tolerant);
    RunReport expected = report("exact");
    RunReport found = report("tolerant");
    assertThat(found.configSha256()).isEqualTo(expected.configSha256());
    assertThat(found.trainingWindows()).isEqualTo(expected.trainingWindows());
    assertThat(found.chain().links().get(0).saysTheSameAs(expected.chain().links().get(0)))
        .isFalse();
    for (int i = 0; i < PlayRun.EPOCHS; i++) {
      assertThat(found.epochs().get(i).trainingLoss())
          .isBetween(
              expected.epochs().get(i).trainingLoss() - 1e-4,
              expected.epochs().get(i).trainingLoss() + 1e-4);
    }
  }

  @Test
  void isUpToDateOnItsOwnLibraryOnly() {
    assertThat(play.train("out", tolerant).ran()).isTrue();
    RecordedProgress same = play.train("out", tolerant);
    assertThat(same.ran()).isFalse();
    assertThat(same.notes).last().asString().startsWith("play is up to date (report ");

    assertThat(play.train("out", other).notes)
        .contains(
            "play again: the library of the backend was fake 1.0, cpu, 2 threads and is fake 1.0,"
                + " cpu, 3 threads")
        .last()
        .asString()
        .startsWith("Wrote ");
    assertThat(UpToDate.ofTraining(exact, play.workplace("out")).detail())
        .isEqualTo("the numeric class was tolerant and is exact");
    assertThat(play.train("out", exact).ran()).isTrue();
    RecordedProgress back = play.train("out", other);
    assertThat(back.ran()).isFalse();
    assertThat(back.notes)
        .anyMatch(note -> note.contains(": the numeric class was exact and is tolerant."))
        .last()
        .asString()
        .contains("its run came back from ");
  }

  @Test
  void saysWhatElseChanged() {
    play.train("out", tolerant);
    ExperimentConfig longer =
        TolerantProvider.on(PlayRun.config("checkpoints.everySteps=5", "training.epochs=2"), 2);
    assertThat(play.train("out", longer).notes)
        .contains("play again: training.epochs was 3 and is 2");
    assertThat(play.train("out", longer, true, false).notes)
        .noneMatch(note -> note.contains("again:"));
  }

  /** The JVM of Maven has no such backend, and loads no library of one that it has. */
  @Test
  void onlyTheWorkerKnowsWhetherItIsUpToDate() {
    play.train("out", tolerant);
    for (ExperimentConfig config : new ExperimentConfig[] {tolerant, other, nd4j()}) {
      assertThat(UpToDate.ofTraining(config, play.workplace("out")).state())
          .isEqualTo(Freshness.State.UNKNOWN);
    }
  }

  @Test
  void mayBeArchivedWhateverItsLibrary() throws IOException {
    play.train("out", tolerant);
    for (ExperimentConfig config : new ExperimentConfig[] {tolerant, other, nd4j()}) {
      assertThat(UpToDate.ofFinishedRun(config, play.workplace("out")).isFresh()).isTrue();
    }
    assertThat(UpToDate.ofFinishedRun(exact, play.workplace("out")).detail())
        .isEqualTo("the numeric class was tolerant and is exact");
    Files.writeString(directory.resolve("out/sample.txt"), "so on");
    assertThat(UpToDate.ofFinishedRun(nd4j(), play.workplace("out")).detail())
        .isEqualTo("sample.txt was edited");
    play.train("out", exact);
    assertThat(UpToDate.ofFinishedRun(nd4j(), play.workplace("out")).detail())
        .isEqualTo("the numeric class was exact and is tolerant");
    assertThat(UpToDate.ofFinishedRun(nd4j(), play.workplace("nothing")).state())
        .isEqualTo(Freshness.State.MISSING);
  }

  @Test
  void resumesFromCheckpointsOfItsOwnLibraryOnly() throws IOException {
    play.train("out", tolerant);
    RunReport whole = report("out");
    Files.delete(directory.resolve("out/report.json"));
    Files.delete(play.checkpoint("out", PlayRun.STEPS));
    assertThat(play.train("out", tolerant).notes)
        .anyMatch(note -> note.startsWith("Going on after step 25 of 27"));
    assertThat(report("out")).isEqualTo(whole);

    for (ExperimentConfig config : new ExperimentConfig[] {other, exact}) {
      assertThat(play.train("out", config).notes)
          .anyMatch(note -> note.startsWith("Set aside checkpoints of another run"))
          .noneMatch(note -> note.startsWith("Going on") || note.startsWith("All 27 steps"));
    }
  }

  private static ExperimentConfig nd4j() {
    return PlayRun.config("checkpoints.everySteps=5", "backend.name=nd4j");
  }

  private RunReport report(String output) {
    return RunReport.read(play.files(output).report());
  }

  private JsonNode json(String name) throws IOException {
    return Json.tree(Files.readString(directory.resolve("out/" + name + ".json")));
  }
}
