package io.github.rnnlab.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.experiment.EpochLoss;
import io.github.rnnlab.experiment.Progress;
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
    assertThat(Wording.epoch(new EpochLoss(1, 10, 2.26118, null, 110_000.4, 43.2)))
        .isEqualTo("Epoch 01 - average loss: 2.2612 - 110,000 chars/s - 0:43 left");
    assertThat(Wording.epoch(new EpochLoss(2, 10, 2.1, 2.25, 950, 3725)))
        .isEqualTo(
            "Epoch 02 - average loss: 2.1000 - validation loss: 2.2500 - 950 chars/s - 1:02:05 left");
  }

  @Test
  void theLastEpochLeavesNoTime() {
    assertThat(Wording.epoch(new EpochLoss(10, 10, 1.5, null, 1000, 0)))
        .isEqualTo("Epoch 10 - average loss: 1.5000 - 1,000 chars/s");
  }

  @Test
  void progressFitsOnALine() {
    assertThat(Wording.progress(new Progress(1, 10, 43, 100, 2.34561, 110_000, 43)))
        .isEqualTo("Epoch 01/10  43 %  loss 2.3456  110,000 chars/s  0:43 left");
    assertThat(Wording.progress(new Progress(1, 1, 0, 0, Double.NaN, 0, Double.NaN)))
        .isEqualTo("Epoch 01/01   0 %  loss NaN  0 chars/s  ? left");
  }
}
