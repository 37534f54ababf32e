package io.github.rnnlab.chart;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.record.StepLoss;
import java.nio.file.Path;
import java.util.List;

/** {@code loss-steps.csv}: the validation losses at intervals of steps. */
public final class StepLossCsv {
  private static final int DIGITS = 6;

  private StepLossCsv() {}

  /** Writes the file atomically. */
  public static void write(Path file, List<StepLoss> losses) {
    AtomicFile.write(file, text(losses));
  }

  /** Returns the table as CSV. */
  public static String text(List<StepLoss> losses) {
    StringBuilder csv = new StringBuilder("step,validation_loss,validation_bits_per_character\n");
    for (StepLoss loss : losses) {
      csv.append(loss.step())
          .append(',')
          .append(Decimal.fixed(loss.validationLoss(), DIGITS))
          .append(',')
          .append(Decimal.fixed(loss.validationBitsPerCharacter(), DIGITS))
          .append('\n');
    }
    return csv.toString();
  }
}
