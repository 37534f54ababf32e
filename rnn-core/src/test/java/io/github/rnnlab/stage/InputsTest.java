package io.github.rnnlab.stage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
  @TempDir private Path directory;

  @Test
  void noticesAVocabularyThatChangesWhileTheTextIsRead() throws IOException {
    PlayRun run = PlayRun.in(directory);
    run.experiment("first", PlayRun.config(), new RecordedProgress()).prepare(false);
    Path own = directory.resolve("own_chars.json");
    Files.copy(run.files("first").prepared().resolve("play_chars.json"), own);
    ExperimentConfig config = PlayRun.config("prepare.vocabularyFile=own_chars.json");
    Workplace workplace = run.workplace("out");

    Inputs beside = Inputs.besideText(config, workplace);
    PreparedCorpus corpus = run.experiment("out", config, new RecordedProgress()).corpus();
    Inputs inputs = beside.withText(directory.resolve("play.txt"), corpus);
    assertThatCode(() -> inputs.requireUnchangedAt(Inputs.of(config, workplace)))
        .doesNotThrowAnyException();
    Files.writeString(own, " ", StandardOpenOption.APPEND);
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(
            () ->
                beside
                    .withText(directory.resolve("play.txt"), corpus)
                    .requireUnchangedAt(Inputs.of(config, workplace)))
        .withMessageContaining("prepare.vocabularyFile: " + own + " changed during the run");
  }
}
