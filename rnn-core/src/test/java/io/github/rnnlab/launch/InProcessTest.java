package io.github.rnnlab.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.run.EpochLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InProcessTest {
  @TempDir Path directory;
  private PlayRun play = new PlayRun(Path.of(""));

  @BeforeEach
  void writeTheText() throws IOException {
    play = PlayRun.in(directory);
  }

  @Test
  void aRunFinishesOnceAndIsUpToDateThen() throws Exception {
    Order order = order("out");
    RecordedProgress progress = new RecordedProgress();
    try (Launcher launcher = new InProcess()) {
      Outcome first = launcher.launch(order, progress);
      RunReport report = RunReport.read(play.files("out").report());
      assertThat(first).isEqualTo(new Outcome.Finished(report, true));
      assertThat(progress.epochs).hasSize(3);
      assertThat(launcher.launch(order, progress)).isEqualTo(new Outcome.UpToDate(report));
      assertThat(Outcome.fromLine(first.toLine())).isEqualTo(first);
    }
  }

  @Test
  void ordersAndFailuresReadBackFromTheirLines() {
    Order order = order("out");
    assertThat(Order.fromLine(order.toLine())).isEqualTo(order);
    assertThat(order.inputs()).containsOnlyKeys("corpus.file");
    Outcome failed = new Outcome.Failed(true, "model.cell: found \u001b[2J\nexpected gru");
    assertThat(Outcome.fromLine(failed.toLine())).isEqualTo(failed);
    assertThat(failed.toString()).contains("\\u001b").contains("\n");
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> Outcome.fromLine("{\"Lost\":{}}"))
        .withMessageContaining("the same version of this software");
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> Order.fromLine("{"))
        .withMessageContaining("the same version of this software");
  }

  @Test
  void aFileThatIsNotTheOrderedOneFailsTheRun() throws Exception {
    Order order = order("out");
    Files.writeString(directory.resolve("play.txt"), "another text. ".repeat(40));
    Outcome outcome = new InProcess().launch(order, new RecordedProgress());
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).message())
        .startsWith("corpus.file: found the SHA-256 ")
        .contains("; expected " + order.inputs().get("corpus.file"));
    assertThat(play.files("out").report()).doesNotExist();
  }

  @Test
  void aMistakeOfTheUserIsAFailureOfItsOwnKind() throws Exception {
    Order order = order("out", "generation.prompt=ß");
    Outcome outcome = new InProcess().launch(order, new RecordedProgress());
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).invalidInput()).isTrue();
  }

  @Test
  void anInterruptedRunIsSavedAndGoneOnWith() throws Exception {
    RecordedProgress stopping =
        new RecordedProgress() {
          @Override
          public void epochDone(EpochLoss epoch) {
            super.epochDone(epoch);
            Thread.currentThread().interrupt();
          }
        };
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> new InProcess().launch(order("out"), stopping));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    Outcome end = new InProcess().launch(order("out"), new RecordedProgress());
    assertThat(((Outcome.Finished) end).afresh()).isFalse();
    Outcome calm = new InProcess().launch(order("calm"), new RecordedProgress());
    assertThat(((Outcome.Finished) end).report()).isEqualTo(((Outcome.Finished) calm).report());
  }

  @Test
  void theAddressIsThatOfWhatIsComputed() throws Exception {
    String address = order("out").address();
    assertThat(address).matches("[0-9a-f]{64}");
    assertThat(order("elsewhere", "backend.name=vector", "description=\"same\"").address())
        .isEqualTo(address);
    assertThat(order("out", "seed=8").address()).isNotEqualTo(address);
    assertThat(order("out", "backend.name=nd4j").address())
        .isNotEqualTo(address)
        .isNotEqualTo(order("out", "backend.name=nd4j", "backend.device=cuda").address());
    Files.copy(directory.resolve("play.txt"), directory.resolve("copy.txt"));
    assertThat(order("out", "corpus.file=copy.txt").address()).isEqualTo(address);
    Files.writeString(directory.resolve("play.txt"), "another text. ".repeat(40));
    assertThat(order("out").address()).isNotEqualTo(address);
  }

  private Order order(String output, String... overrides) {
    ExperimentConfig config = PlayRun.config(overrides);
    return Order.of(config, play.workplace(output), false, false);
  }
}
