package io.github.rnnlab.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.record.EpochRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveFilesTest {
  private static final long SECOND = 1_000_000_000;

  @TempDir private Path directory;
  private final List<String> notes = new ArrayList<>();
  private final List<EpochRecord> epochs = new ArrayList<>();
  private long now;
  private long costs;

  private LiveFiles files() {
    return new LiveFiles(
        directory.resolve("live"),
        "play",
        "character",
        () -> {
          now += costs;
          return ("text " + epochs.size()).getBytes(StandardCharsets.UTF_8);
        },
        notes::add,
        () -> now);
  }

  @Test
  void aTextIsLeftUnfinishedForSomeoneWhoStops() {
    LiveFiles files =
        new LiveFiles(
            directory.resolve("live"),
            "play",
            "character",
            () -> {
              throw new CancellationException("asked to stop");
            },
            notes::add,
            () -> now);
    assertThatThrownBy(() -> epoch(files, 0)).isInstanceOf(CancellationException.class);
  }

  private void epoch(LiveFiles files, long after) {
    now += after;
    epochs.add(EpochRecord.of(epochs.size() + 1, 1.5, 1.6, 1.7, "0".repeat(64)));
    files.epochDone(epochs);
  }

  private String sample() throws IOException {
    return Files.readString(directory.resolve("live/sample.txt"));
  }

  @Test
  void areCurrentAfterEveryEpoch() throws IOException {
    LiveFiles files = files();
    for (int epoch = 1; epoch <= 4; epoch++) {
      epoch(files, 2 * SECOND);
      assertThat(sample()).isEqualTo("text " + epoch);
      assertThat(directory.resolve("live/loss.csv")).content().hasLineCount(epoch + 1);
      assertThat(directory.resolve("live/loss.svg")).content().contains("<svg");
    }
    assertThat(notes)
        .containsExactly(
            "loss.csv, loss.svg, sample.txt after each epoch are in " + directory.resolve("live"));
  }

  @Test
  void waitASecondWhereEpochsAreFaster() throws IOException {
    LiveFiles files = files();
    for (int i = 0; i < 20; i++) {
      epoch(files, SECOND / 10);
    }
    assertThat(sample()).isEqualTo("text 11");
  }

  @Test
  void aRunThatIsSoonOverIsNotSpokenOf() throws IOException {
    LiveFiles files = files();
    epoch(files, SECOND / 10);
    assertThat(sample()).isEqualTo("text 1");
    assertThat(notes).isEmpty();
  }

  @Test
  void takeAFifthOfTheTimeAtMost() throws IOException {
    costs = SECOND;
    LiveFiles files = files();
    for (int i = 0; i < 8; i++) {
      epoch(files, SECOND);
    }
    assertThat(sample()).isEqualTo("text 5");
  }

  @Test
  void theRunGoesOnWithoutThem() throws IOException {
    Files.writeString(directory.resolve("live"), "a file in the way");
    LiveFiles files = files();
    epoch(files, SECOND);
    epoch(files, 2 * SECOND);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("The losses and the text of this run are not there to look at. ");
  }
}
