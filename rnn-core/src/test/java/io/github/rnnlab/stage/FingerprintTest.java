package io.github.rnnlab.stage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.record.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of some known runs, what their stages and their checkpoints are known by: a run that a former
 * version left must stay up to date, and its checkpoints must be found.
 */
@Timeout(60)
class FingerprintTest {
  @TempDir Path directory;
  private PlayRun play;

  @BeforeEach
  void writeText() throws IOException {
    play = PlayRun.in(directory);
  }

  @Test
  void aTextIsKnownAsBefore() throws IOException {
    play.train("run", PlayRun.config());
    assertKnownBy(
        play.files("run"),
        "009cc19eaa66956587cfc1379b0bb4893cd579b084fcf987555debfe9349c8b3",
        "1e0915fa3d040fa8a979301f773cef1685d0bcd1286b2f86483d86287b30b1ef",
        "55c47ff3c477b58d");
  }

  @Test
  void windowsAndFirstWeightsAreKnownAsBefore() throws IOException {
    ExperimentConfig named =
        PlayRun.config("training.seeds=[5]", "corpus.name=x", "prepare.writeWindows=true")
            .withSeed(5);
    play.train("run", named);
    RunFiles files = play.files("run");
    assertKnownBy(
        files,
        "d3fa2a5f1dee2e0e5f6f70d22c03e38da07227f5161d99dc6d0634c5c41bd3f0",
        "34a8c670caac4049d190da9561a3f21eb95c72c332239e32098e2ed93be01729",
        "30e7a8fae821d233");

    for (String name : List.of("x_char_windows.npy", "x_chars.json")) {
      Files.copy(files.prepared().resolve(name), directory.resolve(name));
    }
    Files.copy(files.model(), directory.resolve("w.safetensors"));
    ExperimentConfig windows =
        ExperimentConfigs.parse(
            """
            {"name": "play",
             "prepare": {"sequenceLength": 10, "windowsFile": "x_char_windows.npy"},
             "model": {"hiddenSize": 9, "initialWeights": "w.safetensors"},
             "training": {"epochs": 1}, "generation": {"prompt": "so", "length": 5},
             "backend": {"name": "scalar"}}
            """,
            "windows.json");
    play.train("windows", windows);
    assertKnownBy(
        play.files("windows"),
        "b1c2e8ffa80cd3128bf97a7874eb5391c0b5adecd2eed93fa8b20ec76376b1b9",
        "689d23849aa0c799b0aaf462be69caeb8003421abc29874fd4669de7cf705d34",
        "28742c9f6bd6037d");
  }

  private static void assertKnownBy(
      RunFiles files, String preparation, String training, String checkpoints) throws IOException {
    Fingerprints fingerprints = Fingerprints.read(files.fingerprints());
    assertThat(requireNonNull(fingerprints.prepare()).fingerprint()).isEqualTo(preparation);
    assertThat(requireNonNull(fingerprints.train()).fingerprint()).isEqualTo(training);
    try (Stream<Path> runs = Files.list(files.checkpoints())) {
      assertThat(runs.map(run -> run.getFileName().toString())).containsExactly(checkpoints);
    }
  }
}
