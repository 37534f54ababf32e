package io.github.rnnlab.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.chain.Chain;
import io.github.rnnlab.chain.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  @TempDir Path directory;

  @Test
  void hasItsKeysInTheirOrderAndEndsWithALineFeed() throws IOException {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("seed", 3);
    config.put("name", "play");
    Path file = directory.resolve("report.json");
    new RunReport(
            RunReport.SCHEMA,
            1,
            "exact",
            null,
            "play",
            "c0",
            config,
            new RunReport.Corpus("d1", 3, 2, null, 2, null),
            null,
            40,
            5,
            10,
            new RunReport.Validation(3L, null, 1, 2),
            List.of(
                new EpochRecord(1, 2.5, 3.5, 1e-7, 0.1, 0.5, 0.7, "e2"),
                new EpochRecord(2, 1.0, 1.5, null, null, null, null, "f3")),
            null,
            null,
            null,
            new Chain(1, List.of(new Link(1, 1, 2.5, "a4", Map.of("Wxh", "b5"), "c6", "d7"))),
            "e8")
        .write(file);
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "schema" : 2,
              "numerics" : 1,
              "numericClass" : "exact",
              "name" : "play",
              "configSha256" : "c0",
              "config" : {
                "seed" : 3,
                "name" : "play"
              },
              "corpus" : {
                "sha256" : "d1",
                "bytes" : 3,
                "characters" : 2,
                "vocabularySize" : 2
              },
              "parameters" : 40,
              "trainingWindows" : 5,
              "steps" : 10,
              "validation" : {
                "characters" : 3,
                "windows" : 1,
                "windowLength" : 2
              },
              "epochs" : [ {
                "epoch" : 1,
                "trainingLoss" : 2.5,
                "trainingBitsPerCharacter" : 3.5,
                "validationLoss" : 1.0E-7,
                "validationBitsPerCharacter" : 0.1,
                "streamingLoss" : 0.5,
                "streamingBitsPerCharacter" : 0.7,
                "weightsSha256" : "e2"
              }, {
                "epoch" : 2,
                "trainingLoss" : 1.0,
                "trainingBitsPerCharacter" : 1.5,
                "weightsSha256" : "f3"
              } ],
              "chain" : {
                "every" : 1,
                "links" : [ {
                  "step" : 1,
                  "epoch" : 1,
                  "loss" : 2.5,
                  "stepsSha256" : "a4",
                  "weights" : {
                    "Wxh" : "b5"
                  },
                  "momentsSha256" : "c6",
                  "digest" : "d7"
                } ]
              },
              "digest" : "e8"
            }
            """);
  }
}
