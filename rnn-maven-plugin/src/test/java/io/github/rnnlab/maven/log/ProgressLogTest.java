package io.github.rnnlab.maven.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.worker.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressLogTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final RecordedLog log = new RecordedLog();
  private final List<String> lines = log.lines;
  private int columns = 80;
  private long nanos;

  @Test
  void overwritesOneLineOnATerminalAndClearsItBeforeALogLine() {
    try (ProgressLog progress =
        new ProgressLog(log, out, null, true, true, true, () -> columns, () -> nanos)) {
      progress.event(training(100_000));
      progress.event(training(9));
      progress.event(new Event.EpochDone(new EpochLoss(1, 1, TokenUnit.CHAR, 1, 2, null, 9, 0)));
    }
    String longer =
        "Epoch 01/02 [====>             ]  25 %  loss 2.5000  100,000 chars/s  0:01 left";
    String shorter =
        "Epoch 01/02 [======>                 ]  25 %  loss 2.5000  9 chars/s  0:01 left";
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r" + longer + "\r" + shorter + "\r" + " ".repeat(shorter.length()) + "\r");
    assertThat(lines).containsExactly("Epoch 01 - average loss: 2.0000 - 9 chars/s");
  }

  @Test
  void noLineIsWiderThanTheTerminalEvenAfterThatBecameNarrower() {
    try (ProgressLog progress =
        new ProgressLog(log, out, null, true, true, true, () -> columns, () -> nanos)) {
      for (columns = 120; columns >= 20; columns -= 10) {
        nanos += TimeUnit.SECONDS.toNanos(5);
        printed.reset();
        progress.event(training(100_000));
        String line = printed.toString(StandardCharsets.UTF_8).replace("\r", "").stripTrailing();
        assertThat(line).startsWith(columns >= 50 ? "Epoch 01/02" : "").hasSizeLessThan(columns);
        lines.clear();
        progress.event(
            new Event.EpochDone(new EpochLoss(1, 2, TokenUnit.WORD, 0.2, 6, 6.1, 9_000, 3725)));
        if (columns >= 80) {
          assertThat("[INFO] " + lines.get(0)).contains("6.1").hasSizeLessThanOrEqualTo(columns);
        }
      }
    }
  }

  @Test
  void thousandsOfEpochsBecomeFewLinesOfWhichTheLastIsThere() {
    int epochs = 36_000;
    ProgressLog progress =
        new ProgressLog(log, out, null, false, true, true, () -> columns, () -> nanos);
    List<Long> at = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      nanos += TimeUnit.SECONDS.toNanos(1);
      progress.event(epoch(epoch, epochs));
      if (lines.size() > at.size()) {
        at.add(TimeUnit.NANOSECONDS.toSeconds(nanos));
      }
    }
    assertThat(lines).hasSizeBetween(200, 300);
    assertThat(lines.get(0)).startsWith("Epoch 01 ");
    assertThat(lines.get(lines.size() - 1)).startsWith("Epoch 36000 ");
    assertThat(at.subList(0, 4)).containsExactly(1L, 11L, 21L, 31L);
    for (int line = 1; line < at.size(); line++) {
      assertThat(at.get(line) - at.get(line - 1)).isLessThanOrEqualTo(300);
    }
  }

  @Test
  void eachOfAFewEpochsHasItsLine() {
    ProgressLog progress =
        new ProgressLog(log, out, null, false, true, true, () -> columns, () -> nanos);
    for (int epoch = 1; epoch <= 100; epoch++) {
      progress.event(epoch(epoch, 100));
    }
    assertThat(lines).hasSize(100);
  }

  @Test
  void theEpochBeforeANoteAndTheLastOneOfAnInterruptedRunHaveTheirLines() {
    ProgressLog progress =
        new ProgressLog(log, out, null, false, true, true, () -> columns, () -> nanos);
    for (int epoch = 1; epoch <= 5; epoch++) {
      progress.event(epoch(epoch, 1000));
    }
    progress.event(new Event.Note("note"));
    progress.event(epoch(6, 1000));
    progress.event(epoch(7, 1000));
    progress.close();
    assertThat(lines.stream().map(line -> line.substring(0, Math.min(8, line.length()))))
        .containsExactly("Epoch 01", "Epoch 05", "note", "Epoch 07");
  }

  private static Event epoch(int epoch, int epochs) {
    return new Event.EpochDone(new EpochLoss(epoch, epochs, TokenUnit.CHAR, 1, 2, null, 9, 60));
  }

  @Test
  void logsALineNowAndThenElsewhere() {
    ProgressLog progress =
        new ProgressLog(log, out, null, false, true, true, () -> columns, () -> nanos);
    for (int second = 0; second <= 25; second++) {
      nanos = TimeUnit.SECONDS.toNanos(second);
      progress.event(training(9));
    }
    assertThat(lines).hasSize(2);
    assertThat(printed.size()).isZero();
  }

  @Test
  void theLastWordOfAStoppedRunIsWhereTheNextOneGoesOn() {
    ProgressLog progress = log(true, true);
    progress.event(new Event.Stopped(1811, 5624));
    progress.stopped(true);
    assertThat(lines)
        .containsExactly(
            "ERROR Stopped after step 1,811 of 5,624, where the run is saved: the next",
            "ERROR   rnn:train goes on from there.");
  }

  @Test
  void theLastWordIsPrintedWhereTheLogIsClosed() {
    ProgressLog progress = log(true, false);
    progress.event(new Event.Stopped(1811, 5624));
    progress.stopped(true);
    assertThat(lines).isEmpty();
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "[ERROR] Stopped after step 1,811 of 5,624, where the run is saved: the next",
            "[ERROR]   rnn:train goes on from there.");
  }

  @Test
  void whereProjectsAreBuiltAtTheSameTimeLinesAreNamedAndTextsWhole() {
    columns = 80;
    ProgressLog progress =
        new ProgressLog(
            new PrintableLog(log, "[one] "),
            out,
            null,
            false,
            true,
            false,
            () -> columns,
            () -> nanos);
    progress.event(new Event.EpochDone(new EpochLoss(1, 2, TokenUnit.CHAR, 1, 2, 2.5, 9000, 60)));
    assertThat(lines)
        .containsExactly("[one] Epoch 01 - average loss: 2.0000 - validation loss: 2.5000");
    progress.event(new Event.Text("so "));
    assertThat(printed.size()).isZero();
    progress.event(new Event.Text("long"));
    progress.event(new Event.TextEnd());
    progress.event(new Event.Stopped(2, 3));
    progress.stopped(true);
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .startsWith("so long")
        .element(1)
        .asString()
        .startsWith("[ERROR] [one] Stopped after step 2 of 3");
  }

  @Test
  void promisesNothingThatWasNotSaved() {
    log(true, true).stopped(true);
    ProgressLog verifying = log(false, true);
    verifying.event(new Event.Stopped(1811, 5624));
    verifying.stopped(true);
    log(true, true).stopped(false);
    assertThat(lines)
        .containsExactly(
            "ERROR Stopped. No half-written file is left; run the goal again.",
            "ERROR Stopped. No half-written file is left; run the goal again.",
            "ERROR The worker did not stop in time and was killed. Run the goal again.");
  }

  @Test
  void aRunWhoseTimeIsUpSaysWhereTheNextOneGoesOn() {
    try (ProgressLog progress = log(true, true)) {
      progress.event(new Event.Stopped(1811, 5624));
    }
    assertThat(lines).element(0).asString().startsWith("Stopped after step 1,811 of 5,624");
  }

  private ProgressLog log(boolean resumes, boolean logStays) {
    return new ProgressLog(log, out, null, false, resumes, logStays, () -> columns, () -> nanos);
  }

  @Test
  void printsGeneratedTextAsItIsWithOneLineFeed() {
    ProgressLog progress =
        new ProgressLog(log, out, null, false, true, true, () -> columns, () -> nanos);
    progress.event(new Event.Text("ROMEO:\n"));
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("ROMEO:\n");
    progress.event(new Event.Text("Æ"));
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("ROMEO:\nÆ");
    progress.event(new Event.TextEnd());
    progress.close();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("ROMEO:\nÆ" + System.lineSeparator());
    assertThat(lines).isEmpty();
  }

  @Test
  void printsUtf8WhateverTheStreamWouldWrite() {
    PrintStream ascii = new PrintStream(printed, true, StandardCharsets.US_ASCII);
    ProgressLog progress =
        new ProgressLog(log, ascii, null, false, true, true, () -> columns, () -> nanos);
    progress.event(new Event.Text("Straße 𝄞"));
    progress.event(new Event.TextEnd());
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("Straße 𝄞" + System.lineSeparator());
  }

  @Test
  void joinsBytesThatAreNoTextWithTheTextAroundThem(@TempDir Path directory) {
    byte[] bytes = {'a', (byte) 0xC3, (byte) 0xFF, (byte) 0xA9, 0, '\r', 'b'};
    Path file = directory.resolve("bytes");
    for (Path output : Arrays.asList(null, file)) {
      ProgressLog progress =
          new ProgressLog(log, out, output, false, true, true, () -> columns, () -> nanos);
      for (byte each : bytes) {
        progress.event(Event.generated(new byte[] {each}));
      }
      progress.event(new Event.TextEnd());
    }
    assertThat(file).hasBinaryContent(bytes);
    assertThat(printed.toByteArray()).startsWith(bytes);
    assertThat(printed.size()).isEqualTo(bytes.length + System.lineSeparator().length());
  }

  @Test
  void endsTheLineOfATextThatIsCutShort() {
    ProgressLog progress =
        new ProgressLog(log, out, null, false, true, true, () -> columns, () -> nanos);
    progress.event(new Event.Text("ROMEO"));
    progress.close();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("ROMEO" + System.lineSeparator());
  }

  @Test
  void endsTheLineOfATextBeforeItSaysThatTheGoalWasStopped() {
    ProgressLog progress = log(false, false);
    progress.event(new Event.Text("ROMEO"));
    progress.stopped(true);
    progress.close();
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "ROMEO", "[ERROR] Stopped. No half-written file is left; run the goal again.");
  }

  @Test
  void writesGeneratedTextToAFileIfThereIsOne(@TempDir Path directory) {
    Path file = directory.resolve("new/text.txt");
    ProgressLog progress =
        new ProgressLog(log, out, file, false, true, true, () -> columns, () -> nanos);
    progress.event(new Event.Text("Straße "));
    progress.event(new Event.Text("𝄞\n"));
    assertThat(file).doesNotExist();
    progress.event(new Event.TextEnd());
    assertThat(file).content(StandardCharsets.UTF_8).isEqualTo("Straße 𝄞\n");
    assertThat(printed.size()).isZero();
    assertThat(lines).containsExactly("Wrote " + file);
  }

  private static Event training(double charactersPerSecond) {
    return new Event.Training(
        new Progress(1, 2, TokenUnit.CHAR, 1, 2, 2.5, charactersPerSecond, 1));
  }
}
