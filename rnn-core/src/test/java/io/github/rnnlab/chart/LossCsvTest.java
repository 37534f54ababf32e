package io.github.rnnlab.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.record.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossCsvTest {
  private static final String HEADER =
      "epoch,training_loss,training_bits_per_character,"
          + "validation_loss,validation_bits_per_character,"
          + "streaming_loss,streaming_bits_per_character\n";

  @TempDir Path directory;

  @Test
  void hasALinePerEpochInNatsAndBits() throws IOException {
    assertThat(
            write(
                EpochRecord.of(1, 2.0, 2.25, 2.0, "hash"),
                EpochRecord.of(2, 0.6931471805599453, 1.0, null, "")))
        .isEqualTo(
            HEADER
                + "1,2.000000,2.885390,2.250000,3.246064,2.000000,2.885390\n"
                + "2,0.693147,1.000000,1.000000,1.442695,,\n");
  }

  @Test
  void leavesTheColumnsOfValidationEmptyWithoutIt() throws IOException {
    assertThat(write(EpochRecord.of(1, 2.0, null, null, "hash")))
        .isEqualTo(HEADER + "1,2.000000,2.885390,,,,\n");
  }

  @Test
  void hasItsHeaderWithoutEpochs() throws IOException {
    assertThat(write()).isEqualTo(HEADER);
  }

  private String write(EpochRecord... epochs) throws IOException {
    Path file = directory.resolve("loss.csv");
    LossCsv.write(file, List.of(epochs), null);
    return Files.readString(file);
  }
}
