package io.github.rnnlab.chart;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.TestLoss;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code loss.csv}: the losses per epoch in nats and bits per character. Those on the test text are
 * in the row of the epoch whose weights were judged.
 */
public final class LossCsv {
  private static final int DIGITS = 6;

  private LossCsv() {}

  /**
   * Writes the file atomically.
   *
   * @param test null for a run without a test
   */
  public static void write(Path file, List<EpochRecord> epochs, @Nullable TestLoss test) {
    AtomicFile.write(file, text(epochs, test));
  }

  /**
   * Returns the table as CSV.
   *
   * @param test null for a run without a test
   */
  public static String text(List<EpochRecord> epochs, @Nullable TestLoss test) {
    StringBuilder csv =
        new StringBuilder(
            "epoch,training_loss,training_bits_per_character,"
                + "validation_loss,validation_bits_per_character,"
                + "streaming_loss,streaming_bits_per_character");
    if (test != null) {
      csv.append(",test_loss,test_bits_per_character")
          .append(",test_streaming_loss,test_streaming_bits_per_character");
    }
    csv.append('\n');
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
          .append(cell(epoch.streamingBitsPerCharacter()));
      if (test != null) {
        boolean judged = epoch.epoch() == test.epoch();
        csv.append(',')
            .append(cell(judged ? Double.valueOf(test.loss()) : null))
            .append(',')
            .append(cell(judged ? Double.valueOf(test.bitsPerCharacter()) : null))
            .append(',')
            .append(cell(judged ? test.streamingLoss() : null))
            .append(',')
            .append(cell(judged ? test.streamingBitsPerCharacter() : null));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  private static String cell(@Nullable Double value) {
    return value == null ? "" : Decimal.fixed(value, DIGITS);
  }
}
