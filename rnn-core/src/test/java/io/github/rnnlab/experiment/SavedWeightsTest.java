package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.trained.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generates by weights of a run that goes on, was interrupted, or is of a former config. */
final class SavedWeightsTest {
  /** A rate at which the second epoch of some is better than the third. */
  private static final String[] RISING = {
    "training.optimizer.learningRate=0.3", "training.epochs=6", "generation.temperature=0"
  };

  @TempDir private Path directory;
  private PlayRun run;
  private final RecordedProgress progress = new RecordedProgress();

  @BeforeEach
  void writeTheText() throws IOException {
    run = PlayRun.in(directory);
  }

  private String text(ExperimentConfig config, Weights weights) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    run.experiment("out", config, progress).generate(weights, text::writeBytes);
    return text.toString(StandardCharsets.UTF_8);
  }

  private void interruptAfter(int epoch, ExperimentConfig config) {
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run.experiment("out", config, new Stop(epoch)).train(false, false));
    assertThat(Thread.interrupted()).isTrue();
  }

  private record Stop(int after) implements ProgressListener {
    @Override
    public void epochDone(EpochLoss epoch) {
      if (epoch.epoch() == after) {
        Thread.currentThread().interrupt();
        throw new CancellationException();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.hiddenSize=12", "training.epochs=4", "prepare.stride=5", "seed=8"})
  void saysWhichChangeOfTheConfigItsModelDoesNotKnow(String change) {
    run.train("out", PlayRun.config());
    assertThat(text(PlayRun.config(change), Weights.FINISHED)).startsWith("so");
    String key = change.substring(0, change.indexOf('='));
    assertThat(progress.warnings)
        .singleElement()
        .asString()
        .startsWith("The model is that of a former run: " + key + " was ")
        .endsWith(". mvn rnn:train -Drnn.config=play trains it anew.");
  }

  @Test
  void saysThatTheCorpusHasChanged() throws IOException {
    run.train("out", PlayRun.config());
    Files.writeString(directory.resolve("play.txt"), "so long ".repeat(60));
    assertThat(text(PlayRun.config(), Weights.FINISHED)).startsWith("so");
    assertThat(progress.warnings)
        .singleElement()
        .asString()
        .contains("of a former run: corpus.file was ");
  }

  @Test
  void saysNothingWhereOnlyTheTextToWriteChanges() {
    run.train("out", PlayRun.config());
    List.of("generation.prompt=so l", "generation.length=9", "name=other", "backend.name=vector")
        .forEach(change -> text(PlayRun.config(change), Weights.FINISHED));
    assertThat(progress.warnings).isEmpty();
    assertThat(progress.notes).isEmpty();
  }

  /** Without Maven, nobody resolves the artifact. */
  @Test
  void writesWithoutALookAtATextThatItDoesNotNeed() {
    run.train("out", PlayRun.config());
    ExperimentConfig artifact =
        ExperimentConfigs.parse(
            Json.line(PlayRun.config())
                .replace("\"file\":\"play.txt\"", "\"artifact\":\"g:a:1\",\"entries\":[\"x\"]"),
            "play.json");
    assertThat(text(artifact, Weights.FINISHED)).startsWith("so");
  }

  @Test
  void anInterruptedRunWritesByItsBestWeightsOrByTheNewest() {
    ExperimentConfig config = PlayRun.config(RISING);
    interruptAfter(3, config);
    String best = text(config, Weights.FINISHED);
    assertThat(progress.notes)
        .singleElement()
        .asString()
        .matches(
            "The weights are those after epoch \\d of 3 so far, whose validation loss of"
                + " [0-9.]+ is the least\\.");
    assertThat(text(config, Weights.BEST)).isEqualTo(best);
    String newest = text(config, Weights.NEWEST);
    assertThat(progress.notes)
        .last()
        .asString()
        .isEqualTo("The weights are those after step 27 (the end of epoch 3), the newest saved.");
    // A run of three epochs ends with the newest.
    run.train("short", PlayRun.config(with("training.epochs=3", "training.keepBest=false")));
    assertThat(newest)
        .isEqualTo(
            PlayRun.text(
                run.experiment(
                    "short",
                    PlayRun.config(with("training.epochs=3", "training.keepBest=false")),
                    progress)));
  }

  @Test
  void aBetterEpochBeforeTheLastWritesWhereItIsAskedFor() {
    ExperimentConfig last = PlayRun.config(with("training.keepBest=false"));
    run.train("out", last);
    run.train("best", PlayRun.config(RISING));
    String best = PlayRun.text(run.experiment("best", PlayRun.config(RISING), progress));
    assertThat(text(last, Weights.BEST)).isEqualTo(best);
    assertThat(progress.notes).last().asString().contains("whose validation loss of");
    assertThat(text(last, Weights.FINISHED)).isEqualTo(text(last, Weights.NEWEST));
  }

  @Test
  void writesWhileTheRunGoesOn() {
    ExperimentConfig config = PlayRun.config("checkpoints.everySteps=1");
    StringBuilder text = new StringBuilder();
    run.experiment(
            "out",
            config,
            epoch -> text.append(epoch.epoch() == 2 ? text(config, Weights.NEWEST) : ""))
        .train(false, false);
    assertThat(text.toString()).startsWith("so").hasSize(32);
    assertThat(progress.notes).singleElement().asString().contains("after step 18 (");
  }

  @Test
  void refusesWeightsThatAreNotThere() {
    assertThatThrownBy(() -> text(PlayRun.config(), Weights.FINISHED))
        .hasMessageContaining("found no model");
    assertThatThrownBy(() -> text(PlayRun.config(), Weights.NEWEST))
        .hasMessageStartingWith("rnn.checkpoint: found newest, without any checkpoint, expected");
    run.train("out", PlayRun.config("prepare.validationFraction=0"));
    assertThatThrownBy(() -> text(PlayRun.config("prepare.validationFraction=0"), Weights.BEST))
        .hasMessageContaining("best, of a run that has saved no weights of a best epoch");
    // The checkpoints are those of another config.
    assertThatThrownBy(() -> text(PlayRun.config("seed=9"), Weights.NEWEST))
        .hasMessageContaining("a checkpoint of a run of this config on this text");
  }

  private static String[] with(String... more) {
    String[] all = Arrays.copyOf(RISING, RISING.length + more.length);
    System.arraycopy(more, 0, all, RISING.length, more.length);
    return all;
  }
}
