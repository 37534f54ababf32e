package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.run.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a run that goes on. */
final class LiveRunTest {
  @TempDir private Path directory;
  private PlayRun run;

  @BeforeEach
  void writeTheText() throws IOException {
    run = PlayRun.in(directory);
  }

  @Test
  void lossesAndATextAreThereBeforeTheRunEndsAndGoneAfterwards() {
    Path live = run.files("out").live();
    List<String> seen = new ArrayList<>();
    ProgressListener looking =
        epoch -> {
          if (epoch.epoch() == 2) {
            seen.add(read(live.resolve("loss.csv")));
            seen.add(read(live.resolve("loss.svg")));
            seen.add(read(live.resolve("sample.txt")));
          }
        };
    run.experiment("out", PlayRun.config(), looking).train(false, false);
    assertThat(seen.get(0)).startsWith("epoch,training_loss").contains("\n1,");
    assertThat(seen.get(1)).contains("<svg");
    assertThat(seen.get(2)).startsWith("so").hasSize(32);
    assertThat(live).doesNotExist();
    assertThat(read(run.files("out").lossCsv())).startsWith(seen.get(0));
  }

  @Test
  void theNotesRemarkOnALossThatIsNoBetterThanGuessing() {
    RecordedProgress progress =
        run.train("out", PlayRun.config("training.optimizer.learningRate=1e-9"));
    assertThat(progress.notes).filteredOn(note -> note.contains("is no better than")).hasSize(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
