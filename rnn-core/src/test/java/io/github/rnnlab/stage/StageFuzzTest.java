package io.github.rnnlab.stage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.experiment.ExperimentFuzzTest;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.workplace.Workplace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Damages what this package reads. */
final class StageFuzzTest {
  @TempDir private Path directory;

  @Test
  void configs() throws Exception {
    Path file = directory.resolve("play.json");
    Fuzz.run(
        "configs",
        List.of(
            bytes(ExperimentFuzzTest.CONFIG),
            bytes(
                "{\"corpus\": {\"artifact\": \"g:a:1\", \"entries\": [\"a\"], \"stylesheet\":"
                    + " \"b\"}, \"training\": {\"seeds\": [1, 2]}}"),
            bytes("{\"prepare\": {\"windowsFile\": \"w.npy\"}, \"checkpoints\": {\"keep\": 2}}")),
        input -> {
          Files.write(file, input);
          ExperimentConfig read = ExperimentConfigs.readDirectory(directory).get(0).config();
          ObjectNode tree = (ObjectNode) Json.tree(Json.line(read));
          if (read.training().seeds() != null) {
            tree.remove("seed"); // Its default, which must not stand beside seeds.
          }
          assertThat(ExperimentConfigs.parse(tree.toString(), "again.json")).isEqualTo(read);
          assertThat(read.sha256()).hasSize(64);
          Inputs.of(
              read, Workplace.of(directory, directory, "1").offline(true).withArtifact(directory));
        });
  }

  @Test
  void fingerprints() throws Exception {
    PlayRun play = PlayRun.in(directory);
    ExperimentConfig config = PlayRun.config();
    play.experiment("run", config, new RecordedProgress()).prepare(false);
    Path file = play.files("run").fingerprints();
    byte[] prepared = Files.readAllBytes(file);
    Fingerprints read = Fingerprints.read(file);
    Fingerprints both = read.withTraining(requireNonNull(read.prepare()));
    Fuzz.run(
        "fingerprints",
        List.of(prepared, bytes(Json.pretty(both))),
        input -> {
          Files.write(file, input);
          String preparation = UpToDate.ofPreparation(config, play.workplace("run")).toString();
          String training = UpToDate.ofTraining(config, play.workplace("run")).toString();
          assertThat(preparation).isNotBlank();
          assertThat(training).doesNotContain("FRESH, detail=r");
          if (preparation.contains("FRESH")) {
            Fingerprints.Stage fresh = requireNonNull(Fingerprints.read(file).prepare());
            Fingerprints.Stage whole = requireNonNull(both.prepare());
            assertThat(fresh.madeFrom()).isEqualTo(whole.madeFrom());
            assertThat(whole.outputs()).containsAllEntriesOf(fresh.outputs());
          }
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
