package io.github.rnnlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.LeastLoss;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.TestLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLossTest {
  @TempDir Path directory;
  private PlayRun run;

  @BeforeEach
  void prepare() throws IOException {
    run = PlayRun.in(directory);
  }

  /** Of 426 characters, 276 train, 64 validate and 86 are the test. */
  @Test
  void isOfTheBestWeightsOnTheEndOfTheText() throws IOException {
    RecordedProgress progress = train("run", "training.keepBest=true");
    RunReport report = report("run");
    TestLoss test = Objects.requireNonNull(report.test());
    int best = LeastLoss.of(report.epochs()).epoch();
    assertThat(best).as("the best of 8").isLessThan(8);
    assertThat(test.epoch()).isEqualTo(best);
    assertThat(test.text()).isEqualTo(new RunReport.Validation(86L, null, 1, 85));
    assertThat(Objects.requireNonNull(report.validation()).characters()).isEqualTo(64);
    assertThat(progress.notes)
        .contains(
            String.format(
                Locale.ROOT,
                "The test loss is %.4f (%.4f bits per character), of the weights after epoch %d.",
                test.loss(),
                test.bitsPerCharacter(),
                best))
        .anyMatch(note -> note.endsWith(" windows to train on, 1 to validate, 1 to test"));

    List<String> rows = Files.readAllLines(run.files("run").lossCsv());
    assertThat(rows.get(0)).contains(",test_loss,test_bits_per_character,test_streaming_loss,");
    for (EpochRecord epoch : report.epochs()) {
      String[] cells = rows.get(epoch.epoch()).split(",", -1);
      assertThat(cells).hasSize(11);
      assertThat(cells[7])
          .isEqualTo(epoch.epoch() == best ? String.format(Locale.ROOT, "%.6f", test.loss()) : "");
    }
  }

  @Test
  void isOfTheLastWeightsWhereNoOthersAreKept() {
    train("last", "training.keepBest=false");
    train("unjudged", "prepare.validationFraction=0");
    assertThat(Objects.requireNonNull(report("last").test()).epoch()).isEqualTo(8);
    assertThat(Objects.requireNonNull(report("unjudged").test()).epoch()).isEqualTo(8);
  }

  /** Training on the text before the test is training on that text alone. */
  @Test
  void neverSeesTheTest() throws IOException {
    run.train("with", PlayRun.config("prepare.validationFraction=0", "prepare.testFraction=0.25"));
    Path text = directory.resolve("play.txt");
    String all = Files.readString(text);
    Files.writeString(text, all.substring(0, all.length() * 3 / 4));
    run.train("alone", PlayRun.config("prepare.validationFraction=0"));
    assertThat(run.files("with").model()).hasSameBinaryContentAs(run.files("alone").model());
    assertThat(report("with").epochs()).isEqualTo(report("alone").epochs());
    assertThat(report("alone").test()).isNull();
  }

  private RecordedProgress train(String output, String override) {
    return run.train(
        output,
        PlayRun.config(
            "prepare.testFraction=0.2",
            "training.epochs=8",
            "training.optimizer.learningRate=0.3",
            override));
  }

  private RunReport report(String output) {
    return RunReport.read(run.files(output).report());
  }
}
