package io.github.rnnlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.launch.InProcess;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run of four shards on a small text, with directories to train it in.
 *
 * @param directory of the text and, under their names, of the runs
 */
record SharedRun(Path directory) {
  private static final List<String> SAME_BYTES =
      List.of("report.json", "model.safetensors", "loss.csv", "loss.svg", "sample.txt");

  static SharedRun in(Path directory) throws IOException {
    Files.writeString(
        directory.resolve("play.txt"),
        "so long lives this, and this gives life to thee; nor shall death brag. ".repeat(20));
    return new SharedRun(directory);
  }

  /** Returns an order with some other values, such as {@code training.epochs=9}. */
  Order order(String output, String... values) {
    Map<String, String> overrides = new TreeMap<>();
    for (String value : values) {
      overrides.put(
          value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
    }
    ExperimentConfig config =
        ExperimentConfigs.parse(
            """
            {"name": "play", "seed": 7, "corpus": {"file": "play.txt"},
             "prepare": {"sequenceLength": 10, "stride": 10, "validationFraction": 0.15},
             "model": {"cell": "gru", "hiddenSize": 9, "outputDropout": 0.1},
             "training": {"epochs": 3, "batchSize": 8, "shards": 4,
                          "optimizer": {"learningRate": 0.01}},
             "generation": {"prompt": "so", "length": 30}}
            """,
            "play.json",
            new Overrides(null, overrides));
    Path run = directory.resolve(output);
    return Order.of(config, Workplace.of(directory, run, "1").offline(true), false, false);
  }

  /** Trains a run in this JVM alone. */
  Outcome alone(String output, String... values) throws InterruptedException {
    return new InProcess().launch(order(output, values), epoch -> {});
  }

  void assertSameBytes(String output, String expected) {
    for (String file : SAME_BYTES) {
      assertThat(directory.resolve(output).resolve(file))
          .as(output)
          .hasSameBinaryContentAs(directory.resolve(expected).resolve(file));
    }
  }
}
