package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.compare.ComparedExperiments;
import io.github.rnnlab.compare.RecordTree;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.safetensors.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what this package reads. */
public final class ExperimentFuzzTest {
  /** The config of an experiment that every fuzz test may damage. */
  public static final String CONFIG =
      """
      {"name": "play", "description": "a play", "seed": 7,
       "corpus": {"url": "https://example.org/a.txt",
         "sha256": "0123456789012345678901234567890123456789012345678901234567890123"},
       "prepare": {"sequenceLength": 10, "stride": 10, "validationFraction": 0.15},
       "model": {"hiddenSize": 9, "initialScale": 0.3},
       "training": {"epochs": 3, "batchSize": 4, "optimizer": {"learningRate": 0.01}},
       "generation": {"prompt": "so", "length": 30},
       "backend": {"name": "scalar"}}
      """;

  @TempDir private Path directory;

  @Test
  void overrides() throws Exception {
    Fuzz.run(
        "overrides",
        List.of(
            bytes("model.initialScale=0.5"),
            bytes("training.seeds=[1, 2]"),
            bytes("description=\"a\""),
            bytes("corpus.name=b"),
            bytes("training.shuffle=true")),
        input -> {
          String flag = new String(input, StandardCharsets.UTF_8);
          if (flag.indexOf('=') >= 0) {
            PlayRun.config(flag);
          }
        });
  }

  @Test
  void checkpoints() throws Exception {
    PlayRun play = PlayRun.in(directory);
    ExperimentConfig config = PlayRun.config("checkpoints.everySteps=5", "checkpoints.keep=9");
    play.train("run", config);
    List<byte[]> seeds = new ArrayList<>();
    for (long step : new long[] {9, 10}) {
      seeds.add(Files.readAllBytes(play.checkpoint("run", step)));
    }
    Path file = directory.resolve("checkpoint.safetensors");
    Fuzz.run(
        "checkpoints",
        seeds,
        input -> {
          Files.write(file, input);
          Checkpoint.runOf(file);
          Checkpoint read = Checkpoint.read(file);
          Path again = directory.resolve("again.safetensors");
          read.write(again);
          assertThat(seeds).anyMatch(seed -> Arrays.equals(seed, bytesOf(again)));
        });
    Files.write(file, seeds.get(0));
    Checkpoint checkpoint = Checkpoint.read(file);
    play.experiment("run", config, new RecordedProgress())
        .replay(
            (corpus, run) ->
                Fuzz.run(
                    "states of checkpoints",
                    List.of(bytes(Json.line(checkpoint.state()))),
                    input -> {
                      forge(file, checkpoint, new String(input, StandardCharsets.UTF_8));
                      List<Link> links =
                          run.replay(Optional.of(Checkpoint.read(file)), 1, PlayRun.STEPS);
                      assertThat(links).hasSize(1);
                    }));
  }

  /** Writes a checkpoint with another state, and with the digest that belongs to it. */
  private static void forge(Path file, Checkpoint checkpoint, String state) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put("run", checkpoint.run());
    metadata.put("state", state.replaceAll("[\ud800-\udfff]", "?"));
    MessageDigest digest = Sha256.digest();
    metadata.forEach((key, value) -> digest.update(bytes(key + "\n" + value + "\n")));
    checkpoint
        .tensors()
        .forEach(
            (name, tensor) -> {
              digest.update(bytes(name + tensor.shape() + "\n"));
              Sha256.update(digest, tensor.values());
            });
    metadata.put("sha256", Sha256.hex(digest));
    new Safetensors(checkpoint.tensors(), metadata).write(file);
  }

  @Test
  void comparedRecords() throws Exception {
    PlayRun play = PlayRun.in(directory);
    play.train("run", PlayRun.config());
    String report = Files.readString(play.files("run").report());
    Fuzz.run(
        "compared records",
        List.of(bytes(CONFIG)),
        input -> {
          Map<String, String> files =
              Map.of(
                  "play.json",
                  new String(input, StandardCharsets.UTF_8),
                  "archive/play/report.json",
                  report);
          new ComparedExperiments(new Texts(files), null).archived();
        });
  }

  /** A directory with a few texts in it. */
  private record Texts(Map<String, String> files) implements RecordTree {
    @Override
    public List<String> list(String path) {
      String prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
      return files.keySet().stream()
          .filter(name -> name.startsWith(prefix))
          .map(name -> name.substring(prefix.length()).replaceAll("/.*", ""))
          .distinct()
          .sorted()
          .toList();
    }

    @Override
    public @Nullable String read(String path) {
      return files.get(path);
    }
  }

  private static byte[] bytesOf(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
