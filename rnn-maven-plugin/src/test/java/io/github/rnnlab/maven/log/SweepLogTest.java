package io.github.rnnlab.maven.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.plan.Trial;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.sweep.RunResult;
import io.github.rnnlab.sweep.SweepRun;
import io.github.rnnlab.workplace.Workplace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SweepLogTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final RecordedLog log = new RecordedLog();
  private final List<String> lines = log.lines;
  private long nanos;

  @Test
  void aTerminalShowsATableThatIsRewrittenAndGone() {
    try (SweepLog sweep = sweep(true)) {
      sweep.rung(1, 1, 2, 2);
      ProgressListener first = sweep.began(run(1));
      nanos += TimeUnit.SECONDS.toNanos(1);
      printed.reset();
      first.progress(new Progress(1, 2, TokenUnit.CHAR, 1, 2, 2.5, 9, 61));
      assertThat(printed())
          .isEqualTo(
              "\r\u001b[2Arates: 0 of 2 runs\u001b[K\n"
                  + "  Epoch 01/02  25 %  loss 2.5000  1:01 left     m\u001b[K\n\u001b[J");
      nanos += TimeUnit.SECONDS.toNanos(1);
      printed.reset();
      sweep.ended(run(1), result(1, 2.25, null), true);
      assertThat(printed()).contains("rates: 1 of 2 runs").contains("best so far: 2.2500 bits");
      assertThat(lines).isEmpty();
      printed.reset();
      sweep.ended(run(2), result(2, null, "no heap"), true);
      assertThat(printed()).startsWith("\r\u001b[2A\u001b[J");
      assertThat(lines).containsExactly("[2/2] model.layers=2, seed 1 failed: no heap");
    }
    assertThat(printed()).doesNotEndWith("\n");
  }

  @Test
  void elsewhereEachOfAFewRunsHasALineAndOfManyOnlySome() {
    SweepLog sweep = sweep(false);
    sweep.rung(1, 2, 9, 9);
    for (int i = 1; i <= 9; i++) {
      sweep.began(run(i));
      sweep.ended(run(i), result(i, 2.0 + i, null), true);
    }
    assertThat(lines).hasSize(1 + 9).startsWith("rates, rung 1 of 2: 9 trials");
    assertThat(lines.get(9)).isEqualTo("[9/9] model.layers=9, seed 1: 11.0000 bits per character");
    lines.clear();
    sweep.rung(2, 2, 600, 600);
    for (int i = 1; i <= 600; i++) {
      nanos += TimeUnit.SECONDS.toNanos(1);
      sweep.ended(run(i), result(i, 2.0, null), true);
    }
    assertThat(lines).hasSizeBetween(50, 70).last().asString().startsWith("[600/600]");
    assertThat(printed.size()).isZero();
  }

  @Test
  void whatWasUpToDateIsCountedAndAWarningIsSaidOnce() {
    SweepLog sweep = sweep(false);
    sweep.rung(1, 1, 2, 2);
    sweep.began(run(1)).warn("a tab");
    sweep.began(run(2)).warn("a tab");
    sweep.ended(run(1), result(1, 2.0, null), false);
    sweep.ended(run(2), result(2, 2.0, null), false);
    assertThat(lines).containsExactly("WARN a tab", "rates: 2 of 2 runs were up to date");
  }

  @Test
  void theLastWordOfSeveralWorkersIsSaidOnce() {
    SweepLog sweep = sweep(false);
    sweep.rung(1, 1, 2, 2);
    sweep.began(run(1));
    sweep.stopped(true);
    sweep.stopped(true);
    assertThat(lines)
        .containsExactly("ERROR Stopped after 0 of 2 runs: the next rnn:sweep goes on from there.");
  }

  private SweepLog sweep(boolean live) {
    return new SweepLog(
        log, out, "rates", live, new LastWord(log, out, true), () -> live ? 50 : 200, () -> nanos);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static RunResult result(int trial, @Nullable Double loss, @Nullable String message) {
    String status = message == null ? RunResult.FINISHED : RunResult.FAILED;
    String address = "00000000000" + trial;
    return new RunResult(1, 1, address, status, null, null, null, loss, null, null, null, message);
  }

  private static SweepRun run(int trial) {
    return new SweepRun(
        new Trial(trial, Map.of("model.layers", String.valueOf(trial))),
        1,
        Order.unchecked(
            ExperimentConfigs.parse(
                "{\"name\": \"n\", \"seed\": 1, \"corpus\": {\"file\": \"a\"}}", "n.json"),
            Workplace.of(Path.of("a"), Path.of("b"), "1"),
            false,
            false));
  }
}
