package io.github.rnnlab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.launch.InProcess;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.workplace.Workplace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SubmitTest {
  private static final String CONFIG =
      """
      {"corpus": {"file": "play.txt"}, "prepare": {"sequenceLength": 10, "stride": 10},
       "model": {"hiddenSize": 9}, "training": {"epochs": 2, "batchSize": 4, "seeds": [1, 2]},
       "generation": {"prompt": "so", "length": 30}, "backend": {"name": "vector"}}
      """;

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void trainsWhatTheConfigsSay() throws Exception {
    Files.writeString(directory.resolve("play.json"), CONFIG);
    Files.writeString(directory.resolve("play.txt"), "so long lives this, and so on. ".repeat(9));
    assertThat(submit("training.epochs=1")).isTrue();
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(said).contains("play, seed 1: epoch 1/1, loss ", "play, seed 2: finished");

    var config =
        ExperimentConfigs.readDirectory(
                directory, "play", new Overrides(null, Map.of("training.epochs", "1")))
            .get(0)
            .config()
            .withSeed(2);
    Workplace alone = Workplace.of(directory, directory.resolve("alone"), "unpackaged");
    new InProcess().launch(Order.of(config, alone, false, false), epoch -> {});
    assertThat(directory.resolve("target/rnn/play/seed-2/report.json"))
        .hasSameBinaryContentAs(directory.resolve("alone/report.json"));
    assertThat(directory.resolve("target/rnn/play/seed-2/model.safetensors"))
        .hasSameBinaryContentAs(directory.resolve("alone/model.safetensors"));

    out.reset();
    assertThat(submit("training.epochs=1", "generation.prompt=?")).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("executor driver", "generation.prompt");
  }

  @Test
  void preparesALargeTextIntoTheFilesOfOneMachine() throws Exception {
    writeALargeText();
    for (String unit : new String[] {"char", "word"}) {
      Files.writeString(
          directory.resolve(unit + ".json"),
          """
          {"corpus": {"file": "play.txt"}, "prepare": {"unit": "%s", "sequenceLength": 10}}
          """
              .formatted(unit));
    }
    assertThat(submit("prepare=true")).isTrue();
    for (String unit : new String[] {"char", "word"}) {
      var config = ExperimentConfigs.readDirectory(directory, unit, Overrides.NONE).get(0).config();
      Path alone = directory.resolve("alone").resolve(unit);
      new Experiment(config, Workplace.of(directory, alone, "unpackaged"), epoch -> {})
          .prepare(false);
      Path spread = directory.resolve("target/rnn").resolve(unit);
      String vocabulary = "prepared/play_" + unit + "s.json";
      for (String file : new String[] {"prepared/tokens.npy", vocabulary, "fingerprints.json"}) {
        assertThat(spread.resolve(file)).hasSameBinaryContentAs(alone.resolve(file));
      }
    }
  }

  @Test
  void refusesAnArgumentThatSetsNothing() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> submit("play.json"))
        .withMessageContainingAll("play.json", "configs=DIRECTORY", "KEY=VALUE");
  }

  private boolean submit(String... options) throws InterruptedException {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "configs=" + directory;
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Submit.run(
        arguments,
        SparkLauncherTest.conf("local[2]"),
        new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  /** Writes 9 MiB, of which Spark makes three parts. */
  private void writeALargeText() throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    while (text.length() < 9 << 20) {
      text.append("word")
          .append(random.nextInt(5000))
          .append(random.nextInt(9) == 0 ? "\n" : " é’s ");
    }
    Files.writeString(directory.resolve("play.txt"), text);
  }
}
