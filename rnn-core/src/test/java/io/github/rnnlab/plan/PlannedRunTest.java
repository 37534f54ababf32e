package io.github.rnnlab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.seeds.SeedsReport;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PlannedRunTest {
  @TempDir Path directory;

  @Test
  void isTheExperimentItselfWithoutSeeds() {
    ExperimentConfig config = config("'seed': 5", Map.of());
    assertThat(PlannedRun.of(config, directory))
        .containsExactly(new PlannedRun("play", config, directory));
  }

  @Test
  void hasTheConfigOfAPlainRunWithItsSeed() {
    List<PlannedRun> runs =
        PlannedRun.of(config("'training': {'seeds': [7, -2], 'epochs': 1}", Map.of()), directory);
    assertThat(runs).extracting(PlannedRun::label).containsExactly("play, seed 7", "play, seed -2");
    assertThat(runs)
        .extracting(PlannedRun::outputDirectory)
        .containsExactly(directory.resolve("seed-7"), directory.resolve("seed--2"));
    assertThat(runs.get(1).config())
        .isEqualTo(config("'training': {'epochs': 1}, 'seed': -2", Map.of()));
  }

  @Test
  void findsTheSeedOfADirectoryThatARunHasMade() {
    assertThat(PlannedRun.seedOf("seed-7")).hasValue(7);
    assertThat(PlannedRun.seedOf("seed--2")).hasValue(-2);
    assertThat(PlannedRun.seedOf("seed-007")).isEmpty();
    assertThat(PlannedRun.seedOf("seed--0")).isEmpty();
    assertThat(PlannedRun.seedOf("seed-99999999999999999999")).isEmpty();
  }

  @Test
  void hashesSeedsInPlaceOfTheSeed() {
    ExperimentConfig seeds = config("'training': {'seeds': [7, 8]}", Map.of());
    assertThat(Json.canonical(seeds.hashed()))
        .contains("\"seeds\":[7,8]")
        .doesNotContain("\"seed\":")
        .isNotEqualTo(Json.canonical(config("'seed': 7", Map.of()).hashed()));
    assertThat(config("'seed': 3", Map.of("training.seeds", "[7,8]")).sha256())
        .isEqualTo(seeds.sha256());
  }

  @Test
  void refusesAFlagForOneSeedBesideSeeds() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> config("'training': {'seeds': [7]}", Map.of("seed", "3")))
        .withMessageContaining("-Drnn.set.seed: found a seed beside training.seeds")
        .withMessageContaining("-Drnn.set.training.seeds=[SEED]");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> config("'description': ''", Map.of("seed", "3", "training.seeds", "[1]")))
        .withMessageContaining("-Drnn.set.seed: found a seed beside training.seeds");
  }

  @Test
  void leavesTheFilesOfAPlainRunAndTheSpread() throws IOException {
    Files.writeString(directory.resolve("play.txt"), "so long lives this, ".repeat(20));
    ExperimentConfig plain = config("'seed': 8", Map.of());
    new Experiment(plain, workplace(directory.resolve("plain")), new RecordedProgress())
        .train(false, false);
    ExperimentConfig seeds = config("'training': {'seeds': [9, 8]}", Map.of());
    for (PlannedRun run : PlannedRun.of(seeds, directory.resolve("out"))) {
      new Experiment(run.config(), workplace(run.outputDirectory()), new RecordedProgress())
          .train(false, false);
    }
    SeedsReport report = summarize(seeds, directory.resolve("out"));

    assertThat(directory.resolve("out/seed-8/report.json"))
        .hasSameBinaryContentAs(directory.resolve("plain/report.json"));
    assertThat(report.configSha256()).isEqualTo(seeds.sha256());
    assertThat(report.runs()).extracting(SeedsReport.Run::seed).containsExactly(9L, 8L);
    assertThat(report.finalTrainingLoss().mean())
        .isEqualTo(
            (report.runs().get(0).finalTrainingLoss() + report.runs().get(1).finalTrainingLoss())
                / 2);
    assertThat(directory.resolve("out/seeds.json")).isNotEmptyFile();
  }

  private static SeedsReport summarize(ExperimentConfig seeds, Path output) {
    List<Path> runs =
        PlannedRun.of(seeds, output).stream().map(PlannedRun::outputDirectory).toList();
    return SeedsReport.summarize(seeds.sha256(), runs, output);
  }

  private Workplace workplace(Path output) {
    return Workplace.of(directory, output, "1").offline(true);
  }

  private static ExperimentConfig config(String entry, Map<String, String> overrides) {
    String json =
        "{'name': 'play', 'corpus': {'file': 'play.txt'}, 'prepare': {'sequenceLength': 10},"
            + " 'model': {'hiddenSize': 4}, 'backend': {'name': 'scalar'},"
            + " 'generation': {'prompt': 'so', 'length': 9}, "
            + entry
            + "}";
    return ExperimentConfigs.parse(
        json.replace('\'', '"'), "play.json", new Overrides(null, overrides));
  }
}
