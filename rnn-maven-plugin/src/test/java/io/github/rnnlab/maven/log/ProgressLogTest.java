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
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressLogTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final List<String> lines = new ArrayList<>();
  private final SystemStreamLog log =
      new SystemStreamLog() {
        @Override
        public void info(CharSequence line) {
          lines.add(line.toString());
        }
      };
  private long nanos;

  @Test
  void overwritesOneLineOnATerminalAndClearsItBeforeALogLine() {
    try (ProgressLog progress = new ProgressLog(log, out, null, true, () -> nanos)) {
      progress.event(training(100_000));
      progress.event(training(9));
      progress.event(new Event.EpochDone(new EpochLoss(1, 1, TokenUnit.CHAR, 1, 2, null, 9, 0)));
    }
    String longer = "Epoch 01/02  50 %  loss 2.5000  100,000 chars/s  0:01 left";
    String shorter = "Epoch 01/02  50 %  loss 2.5000  9 chars/s  0:01 left";
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\r" + longer + "\r" + shorter + "      " + "\r" + " ".repeat(shorter.length()) + "\r");
    assertThat(lines).containsExactly("Epoch 01 - average loss: 2.0000 - 9 chars/s");
  }

  @Test
  void logsALineNowAndThenElsewhere() {
    ProgressLog progress = new ProgressLog(log, out, null, false, () -> nanos);
    for (int second = 0; second <= 25; second++) {
      nanos = TimeUnit.SECONDS.toNanos(second);
      progress.event(training(9));
    }
    assertThat(lines).hasSize(2);
    assertThat(printed.size()).isZero();
  }

  @Test
  void printsGeneratedTextAsItIsWithOneLineFeed() {
    ProgressLog progress = new ProgressLog(log, out, null, false, () -> nanos);
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
    ProgressLog progress = new ProgressLog(log, ascii, null, false, () -> nanos);
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
      ProgressLog progress = new ProgressLog(log, out, output, false, () -> nanos);
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
    ProgressLog progress = new ProgressLog(log, out, null, false, () -> nanos);
    progress.event(new Event.Text("ROMEO"));
    progress.close();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("ROMEO" + System.lineSeparator());
  }

  @Test
  void writesGeneratedTextToAFileIfThereIsOne(@TempDir Path directory) {
    Path file = directory.resolve("new/text.txt");
    ProgressLog progress = new ProgressLog(log, out, file, false, () -> nanos);
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
