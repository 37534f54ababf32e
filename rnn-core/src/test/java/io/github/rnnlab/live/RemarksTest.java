package io.github.rnnlab.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.TokenStore;
import io.github.rnnlab.token.TokenWriter;
import io.github.rnnlab.token.Windows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemarksTest {
  private static final String SHA256 = "0".repeat(64);

  @TempDir private Path directory;
  private final List<String> notes = new ArrayList<>();
  private final List<EpochRecord> epochs = new ArrayList<>();
  private Remarks remarks;

  /** Of four tokens, 0 occurs half of the time, 1 and 2 a quarter: 1.0397 nats. */
  @BeforeEach
  void writeTokens() throws IOException {
    Path file = directory.resolve("tokens.npy");
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      TokenWriter writer = new TokenWriter(channel, NpyType.UINT8);
      int[] ids = new int[40_000];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = i < 100 ? 3 : i % 4 == 3 ? 0 : i % 4;
      }
      writer.append(ids, ids.length);
      writer.finish(ids.length);
    }
    TokenStore tokens = TokenStore.open(file);
    remarks = new Remarks(10, new Windows(tokens, 100, 40_000, 11, 10), 4, notes::add);
  }

  private void epoch(double training, @Nullable Double validation) {
    epochs.add(EpochRecord.of(epochs.size() + 1, training, validation, validation, SHA256));
    remarks.epochDone(epochs);
  }

  @Test
  void remarksOnceOnALossNoBetterThanGuessingByFrequency() {
    epoch(2, 1.5);
    assertThat(notes).as("the first epoch").isEmpty();
    epoch(1.0, 1.0398);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("The loss of 1.0398 is no better than 1.0397, that of guessing by how often");
    epoch(1.5, 1.5);
    assertThat(notes).hasSize(1);
  }

  @Test
  void saysNothingOfABetterLoss() {
    for (double loss : new double[] {2, 1.0396, 1, 0.9, 0.95, 0.96, 0.9}) {
      epoch(loss, loss);
    }
    assertThat(notes).isEmpty();
  }

  @Test
  void looksAtTheOnlyEpochOfARun() {
    TokenStore tokens = TokenStore.open(directory.resolve("tokens.npy"));
    remarks = new Remarks(1, new Windows(tokens, 100, 40_000, 11, 10), 4, notes::add);
    epoch(2, null);
    assertThat(notes).singleElement().asString().startsWith("The loss of 2.0000 is no better");
  }

  @Test
  void remarksOnceOnAValidationLossThatRises() {
    for (double loss : new double[] {0.5, 0.6, 0.7}) {
      epoch(0.4, loss);
    }
    assertThat(notes).isEmpty();
    epoch(0.3, 0.8);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("The validation loss has risen 3 times in a row: the model learns the");
    epoch(0.2, 0.9);
    assertThat(notes).hasSize(1);
  }

  @Test
  void countsValidationsWhereNotEveryEpochHasOne() {
    for (double loss : new double[] {0.5, 0.6, 0.7, 0.8}) {
      epoch(0.4, loss);
      epoch(0.4, null);
      epoch(0.3, null);
    }
    assertThat(notes).singleElement().asString().startsWith("The validation loss has risen");
  }

  @Test
  void remarksOnATrainingLossThatRises() {
    for (double loss : new double[] {0.5, 0.6, 0.7, 0.8, 0.9}) {
      epoch(loss, null);
    }
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("The training loss has risen for 3 epochs in a row. A smaller training.");
  }

  @Test
  void saysNothingWhereALossFallsInBetween() {
    for (double loss : new double[] {0.5, 0.6, 0.7, 0.65, 0.8, 0.9, 0.9, 0.95}) {
      epoch(0.4, loss);
    }
    assertThat(notes).isEmpty();
  }
}
