package io.github.rnnlab.chart;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.record.EpochRecord;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code loss.csv}: the losses per epoch in nats and bits per character. */
public final class LossCsv {
  private static final int DIGITS = 6;

  private LossCsv() {}

  /** Writes the file atomically. */
  public static void write(Path file, List<EpochRecord> epochs) {
    AtomicFile.write(file, text(epochs));
  }

  /** Returns the table as CSV. */
  public static String text(List<EpochRecord> epochs) {
    StringBuilder csv =
        new StringBuilder(
            "epoch,training_loss,training_bits_per_character,"
                + "validation_loss,validation_bits_per_character,"
                + "streaming_loss,streaming_bits_per_character\n");
    for (EpochRecord epoch : epochs) {
      csv.append(epoch.epoch())
          .append(',')
          .append(cell(epoch.trainingLoss()))
          .append(',')
          .append(cell(epoch.trainingBitsPerCharacter()))
          .append(',')
          .append(cell(epoch.validationLoss()))
          .append(',')
          .append(cell(epoch.validationBitsPerCharacter()))
          .append(',')
          .append(cell(epoch.streamingLoss()))
          .append(',')
          .append(cell(epoch.streamingBitsPerCharacter()))
          .append('\n');
    }
    return csv.toString();
  }

  private static String cell(@Nullable Double value) {
    return value == null ? "" : Decimal.fixed(value, DIGITS);
  }
}
