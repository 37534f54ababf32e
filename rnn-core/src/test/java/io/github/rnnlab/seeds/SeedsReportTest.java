package io.github.rnnlab.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.chain.Chain;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedsReportTest {
  private static final String HASH = "0".repeat(64);

  @TempDir Path directory;

  @Test
  void givesMeanAndSampleStandardDeviation() {
    SeedsReport seeds =
        SeedsReport.of(
            HASH,
            List.of(
                run(7, epoch(1, 2.0, 3.0), epoch(2, 1.0, 2.5)),
                run(-9, epoch(1, 1.5, 1.5), epoch(2, 3.0, 4.5)),
                run(8, epoch(1, 4.0, 4.0), epoch(2, 2.0, 3.5))));
    assertThat(seeds.name()).isEqualTo("play");
    assertThat(seeds.n()).isEqualTo(3);
    assertThat(seeds.runs()).extracting(SeedsReport.Run::seed).containsExactly(7L, -9L, 8L);
    assertThat(seeds.finalTrainingLoss()).isEqualTo(new Spread(2.0, 1.0));
    assertThat(seeds.bestTrainingLoss()).isEqualTo(new Spread(1.5, 0.5));
    assertThat(seeds.finalValidationLoss()).isEqualTo(new Spread(3.5, 1.0));
    assertThat(seeds.bestValidationLoss()).isEqualTo(new Spread(2.5, 1.0));
  }

  @Test
  void leavesOutWhatOneRunCannotSay() {
    SeedsReport seeds = SeedsReport.of(HASH, List.of(run(1, epoch(1, 2.0, null))));
    assertThat(seeds.finalTrainingLoss()).isEqualTo(new Spread(2.0, null));
    assertThat(seeds.finalValidationLoss()).isNull();
    assertThat(seeds.bestValidationLoss()).isNull();
  }

  @Test
  void judgesByTheEpochsThatWereJudged() {
    SeedsReport seeds =
        SeedsReport.of(
            HASH, List.of(run(1, epoch(1, 3.0, 2.0), epoch(2, 2.0, null), epoch(3, 1.0, 2.25))));
    assertThat(seeds.finalValidationLoss()).isEqualTo(new Spread(2.25, null));
    assertThat(seeds.bestValidationLoss()).isEqualTo(new Spread(2.0, null));
  }

  @Test
  void writesTheseBytes() throws IOException {
    Path file = directory.resolve("seeds.json");
    SeedsReport seeds =
        SeedsReport.of(HASH, List.of(run(1, epoch(1, 2.0, 2.5)), run(2, epoch(1, 1.0, 1.5))));
    seeds.write(file);
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "schema" : 1,
              "name" : "play",
              "configSha256" : "%1$s",
              "n" : 2,
              "runs" : [ {
                "seed" : 1,
                "digest" : "1%2$s",
                "finalTrainingLoss" : 2.0,
                "bestTrainingLoss" : 2.0,
                "finalValidationLoss" : 2.5,
                "bestValidationLoss" : 2.5
              }, {
                "seed" : 2,
                "digest" : "2%2$s",
                "finalTrainingLoss" : 1.0,
                "bestTrainingLoss" : 1.0,
                "finalValidationLoss" : 1.5,
                "bestValidationLoss" : 1.5
              } ],
              "finalTrainingLoss" : {
                "mean" : 1.5,
                "standardDeviation" : 0.7071067811865476
              },
              "bestTrainingLoss" : {
                "mean" : 1.5,
                "standardDeviation" : 0.7071067811865476
              },
              "finalValidationLoss" : {
                "mean" : 2.0,
                "standardDeviation" : 0.7071067811865476
              },
              "bestValidationLoss" : {
                "mean" : 2.0,
                "standardDeviation" : 0.7071067811865476
              }
            }
            """
                .formatted(HASH, HASH.substring(1)));
    assertThat(Json.read(Files.readString(file), SeedsReport.class)).isEqualTo(seeds);
  }

  private static EpochRecord epoch(int epoch, double training, @Nullable Double validation) {
    return EpochRecord.of(epoch, training, validation, validation, HASH);
  }

  private static RunReport run(long seed, EpochRecord... epochs) {
    return new RunReport(
        RunReport.SCHEMA,
        1,
        "exact",
        null,
        "play",
        HASH,
        Map.of("seed", seed),
        new RunReport.Corpus(HASH, 10, 10, null, 5, null),
        null,
        10,
        4,
        4,
        null,
        List.of(epochs),
        null,
        null,
        null,
        new Chain(1, List.of()),
        seed % 10 + HASH.substring(1));
  }
}
