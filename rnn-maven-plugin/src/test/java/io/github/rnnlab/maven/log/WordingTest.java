package io.github.rnnlab.maven.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.record.SeedsReport;
import io.github.rnnlab.record.Spread;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.stage.Freshness;
import io.github.rnnlab.worker.Goal;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WordingTest {
  private final Locale locale = Locale.getDefault();

  @BeforeEach
  void useALocaleWithOtherDigits() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
  }

  @AfterEach
  void restoreTheLocale() {
    Locale.setDefault(locale);
  }

  @Test
  void anEpochReadsAsInTheNotebookWithSpeedAndTimeLeft() {
    assertThat(
            Wording.epoch(new EpochLoss(1, 10, TokenUnit.CHAR, 1, 2.26118, null, 110_000.4, 43.2)))
        .isEqualTo("Epoch 01 - average loss: 2.2612 - 110,000 chars/s - 0:43 left");
    assertThat(Wording.epoch(new EpochLoss(2, 10, TokenUnit.CHAR, 1, 2.1, 2.25, 950, 3725)))
        .isEqualTo(
            "Epoch 02 - average loss: 2.1000 - validation loss: 2.2500 - 950 chars/s - 1:02:05 left");
  }

  @Test
  void theLastEpochLeavesNoTime() {
    assertThat(Wording.epoch(new EpochLoss(10, 10, TokenUnit.CHAR, 1, 1.5, null, 1000, 0)))
        .isEqualTo("Epoch 10 - average loss: 1.5000 - 1,000 chars/s");
  }

  @Test
  void progressFitsOnALine() {
    assertThat(Wording.progress(new Progress(1, 10, TokenUnit.CHAR, 43, 100, 2.34561, 110_000, 43)))
        .isEqualTo("Epoch 01/10  43 %  loss 2.3456  110,000 chars/s  0:43 left");
    assertThat(
            Wording.progress(new Progress(1, 1, TokenUnit.CHAR, 0, 0, Double.NaN, 0, Double.NaN)))
        .isEqualTo("Epoch 01/01   0 %  loss NaN  0 chars/s  ? left");
  }

  @Test
  void aGoalSaysWhatItDoesAndWhy() {
    Freshness fresh = new Freshness(Freshness.State.FRESH, "8691278d" + "0".repeat(56));
    assertThat(Wording.begin("seed", Goal.TRAIN, fresh))
        .isEqualTo("seed is up to date (report 8691278d…); -Drnn.force trains again");
    assertThat(Wording.begin("seed", Goal.PREPARE, new Freshness(Freshness.State.FRESH, "")))
        .isEqualTo("seed is prepared and up to date; -Drnn.force prepares again");
    assertThat(
            Wording.begin(
                "seed", Goal.TRAIN, new Freshness(Freshness.State.STALE, "loss.csv was edited")))
        .isEqualTo("Experiment seed again: loss.csv was edited");
    assertThat(Wording.begin("seed", Goal.TRAIN, new Freshness(Freshness.State.MISSING, "")))
        .isEqualTo("Experiment seed");
  }

  @Test
  void seedsReadAsMeansWithTheirSpread() {
    Spread last = new Spread(1.60124, 0.00312);
    Spread best = new Spread(1.5, 0.25);
    Spread single = new Spread(1.5, null);
    assertThat(Wording.seeds(new SeedsReport(1, "seed", "", 5, List.of(), last, best, null, null)))
        .isEqualTo(
            "seed over 5 seeds, mean ± standard deviation: training loss 1.6012 ± 0.0031 (best"
                + " 1.5000 ± 0.2500)");
    assertThat(
            Wording.seeds(
                new SeedsReport(1, "seed", "", 1, List.of(), single, single, single, single)))
        .startsWith("seed over 1 seed, mean")
        .endsWith("training loss 1.5000 (best 1.5000), validation loss 1.5000 (best 1.5000)");
  }
}
