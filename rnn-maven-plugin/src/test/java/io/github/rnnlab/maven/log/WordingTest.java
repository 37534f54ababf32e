package io.github.rnnlab.maven.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.seeds.SeedsReport;
import io.github.rnnlab.seeds.Spread;
import io.github.rnnlab.stage.Freshness;
import io.github.rnnlab.worker.Goal;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WordingTest {
  private static final int WIDE = 1000;

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
            Wording.epoch(
                new EpochLoss(1, 10, TokenUnit.CHAR, 1, 2.26118, null, 110_000.4, 43.2), WIDE))
        .isEqualTo("Epoch 01 - average loss: 2.2612 - 110,000 chars/s - 0:43 left");
    assertThat(Wording.epoch(new EpochLoss(2, 10, TokenUnit.CHAR, 1, 2.1, 2.25, 950, 3725), WIDE))
        .isEqualTo(
            "Epoch 02 - average loss: 2.1000 - validation loss: 2.2500 - 950 chars/s - 1:02:05"
                + " left");
  }

  @Test
  void theLastEpochLeavesNoTime() {
    assertThat(Wording.epoch(new EpochLoss(10, 10, TokenUnit.CHAR, 1, 1.5, null, 1000, 0), WIDE))
        .isEqualTo("Epoch 10 - average loss: 1.5000 - 1,000 chars/s");
  }

  @Test
  void progressIsThatOfTheWholeRun() {
    Progress progress = new Progress(3, 10, TokenUnit.CHAR, 43, 100, 2.34561, 110_000, 43);
    assertThat(Wording.progress(progress))
        .isEqualTo("Epoch 03/10  24 %  loss 2.3456  110,000 chars/s  0:43 left");
    assertThat(Wording.live(progress, 79))
        .isEqualTo(
            "Epoch 03/10 [====>             ]  24 %  loss 2.3456  110,000 chars/s  0:43 left")
        .hasSize(79);
    assertThat(Wording.live(progress, 300)).hasSize(91);
    assertThat(Wording.live(progress, 66))
        .isEqualTo("Epoch 03/10  24 %  loss 2.3456  110,000 chars/s  0:43 left");
    assertThat(Wording.live(progress, 50)).isEqualTo("Epoch 03/10  24 %  loss 2.3456  0:43 left");
    assertThat(Wording.live(progress, 30)).isEqualTo("Epoch 03/10  24 %");
    assertThat(Wording.live(progress, 10)).isEqualTo("24 %");
    assertThat(Wording.live(progress, 3)).isEmpty();
  }

  @Test
  void whatIsNotKnownIsNotSaid() {
    Progress progress =
        new Progress(1, 1, TokenUnit.CHAR, 0, 0, Double.NaN, Double.NaN, Double.NaN);
    assertThat(Wording.progress(progress)).isEqualTo("Epoch 01/01   0 %  loss NaN");
    assertThat(
            Wording.epoch(new EpochLoss(1, 9, TokenUnit.CHAR, 1, 2, null, 950, Double.NaN), WIDE))
        .isEqualTo("Epoch 01 - average loss: 2.0000 - 950 chars/s");
  }

  @Test
  void linesBreakBetweenWords() {
    assertThat(Wording.wrap("so long lives this", 18)).containsExactly("so long lives this");
    assertThat(Wording.wrap("so long lives this", 17)).containsExactly("so long lives", "  this");
    assertThat(Wording.wrap("so long lives this", 9))
        .containsExactly("so long", "  lives", "  this");
    assertThat(Wording.wrap("Wrote /a/long/path and more", 9))
        .containsExactly("Wrote", "  /a/long/path", "  and", "  more");
    assertThat(Wording.wrap("a b", 0)).containsExactly("a", "  b");
  }

  @Test
  void theBarFillsFromItsStartToItsEnd() {
    assertThat(live(0)).contains(" [>                   ]   0 %");
    assertThat(live(500)).contains(" [==========>         ]  50 %");
    assertThat(live(999)).contains(" [===================>]  99 %");
    assertThat(live(1000)).contains(" [====================] 100 %");
  }

  private static String live(long step) {
    return Wording.live(new Progress(1, 1, TokenUnit.CHAR, step, 1000, 2.3, 11_000, 43), 80);
  }

  @Test
  void anEpochKeepsItsLossesWhereTheTerminalIsNarrow() {
    EpochLoss words = new EpochLoss(1, 9, TokenUnit.WORD, 0.2, 6, 6.1, 9_000, 3725);
    String loss = "Epoch 01 - average loss: 6.0000 - validation loss: 6.1000";
    String perplexity = " (1.2200 per character, perplexity 445.86)";
    assertThat(Wording.epoch(words, 130))
        .isEqualTo(loss + perplexity + " - 9,000 words/s - 1:02:05 left");
    assertThat(Wording.epoch(words, 120)).isEqualTo(loss + perplexity + " - 1:02:05 left");
    assertThat(Wording.epoch(words, 100)).isEqualTo(loss + perplexity);
    assertThat(Wording.epoch(words, 73))
        .isEqualTo("Epoch 01: 6.0000, validation 6.1000 (1.2200/char, perplexity 445.9)");
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
