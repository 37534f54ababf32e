package io.github.rnnlab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.setting.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepPlanTest {
  @TempDir Path directory;

  @BeforeEach
  void writeAConfig() throws IOException {
    Files.writeString(
        directory.resolve("play.json"),
        """
        {"name": "play", "corpus": {"file": "play.txt"}, "training": {"epochs": 9}}
        """);
  }

  @Test
  void theCombinationsAreThoseOfAllPartsAndTheLastVariesFirst() {
    SweepFile sweep =
        sweep(
            """
            'list': [{'model.cell': 'gru', 'model.layers': 2}, {'model.cell': 'lstm'}],
            'grid': {'model.hiddenSize': [16, 32], 'training.batchSize': [4]}
            """);
    assertThat(sweep.combinations()).isEqualTo(4);
    assertThat(plan(sweep).trials())
        .extracting(trial -> trial.number() + ": " + trial.label())
        .containsExactly(
            "1: model.cell=gru model.layers=2 model.hiddenSize=16 training.batchSize=4",
            "2: model.cell=gru model.layers=2 model.hiddenSize=32 training.batchSize=4",
            "3: model.cell=lstm model.hiddenSize=16 training.batchSize=4",
            "4: model.cell=lstm model.hiddenSize=32 training.batchSize=4");
  }

  @Test
  void aRunHasTheConfigOfTheExperimentWithItsValues() {
    SweepPlan plan = plan(sweep("'seeds': [3, 4], 'grid': {'model.hiddenSize': [16, 32]}"));
    List<ExperimentConfig> configs = plan.configs(plan.trials().get(1), 0);
    assertThat(configs)
        .extracting(ExperimentConfig::sha256)
        .containsExactly(
            sha256("seed", "3", "model.hiddenSize", "32"),
            sha256("seed", "4", "model.hiddenSize", "32"));
    assertThat(plan.runs()).isEqualTo(4);
  }

  @Test
  void randomValuesLieInTheirRangesAndNeverChange() {
    SweepFile sweep =
        sweep(
            """
            'random': {'count': 200, 'seed': 5, 'values': {
              'training.optimizer.learningRate': {'from': 0.0001, 'to': 0.01, 'scale': 'log'},
              'model.layers': {'from': 1, 'to': 3},
              'model.cell': ['gru', 'lstm']}}
            """);
    List<Trial> trials = sweep.trials();
    assertThat(trials).hasSize(200);
    assertThat(trials.get(0).label())
        .isEqualTo("training.optimizer.learningRate=0.008993 model.layers=2 model.cell=lstm");
    List<Double> rates =
        trials.stream()
            .map(trial -> Double.valueOf(trial.values().get("training.optimizer.learningRate")))
            .toList();
    assertThat(rates).allMatch(rate -> rate >= 0.0001 && rate <= 0.01);
    assertThat(rates.stream().filter(rate -> rate < 0.001).count() / 200.0)
        .isCloseTo(0.5, within(0.1));
    assertThat(trials.stream().map(trial -> trial.values().get("model.layers")))
        .containsOnly("1", "2", "3");
  }

  @Test
  void valuesAreShownAsPeopleWriteThem() {
    assertThat(Trial.shown("5.0E-4")).isEqualTo("0.0005");
    assertThat(Trial.shown("10.0")).isEqualTo("10");
    assertThat(Trial.shown("100")).isEqualTo("100");
    assertThat(Trial.shown("1.0E-30")).isEqualTo("1E-30");
    assertThat(Trial.shown("\"a\\nb\"")).isEqualTo("a\nb");
    assertThat(Trial.shown("[1,2]")).isEqualTo("[1,2]");
  }

  @Test
  void anotherKeyChangesNoDrawOfTheFirst() {
    String rate = "'training.optimizer.learningRate': {'from': 0.1, 'to': 1}";
    String two = rate + ", 'model.layers': {'from': 1, 'to': 3}";
    assertThat(sweep("'random': {'count': 9, 'values': {" + two + "}}").trials())
        .extracting(trial -> trial.values().get("training.optimizer.learningRate"))
        .isEqualTo(
            sweep("'random': {'count': 9, 'values': {" + rate + "}}").trials().stream()
                .map(trial -> trial.values().get("training.optimizer.learningRate"))
                .toList());
  }

  @Test
  void halvingKeepsTheNextRungsShare() {
    assertThat(new Halving(1, 3).rungs(9)).containsExactly(1, 3, 9);
    assertThat(new Halving(2, 3).rungs(10)).containsExactly(3, 10);
    assertThat(new Halving(11, 3).rungs(10)).containsExactly(10);
    assertThat(new Halving(1, 3).kept(10)).isEqualTo(4);
    assertThat(new Halving(1, 3).kept(1)).isEqualTo(1);
    SweepPlan plan =
        plan(
            sweep("'halving': {'fromEpochs': 1}, 'grid': {'model.layers': [1, 2, 3, 4, 5, 6, 7]}"));
    assertThat(plan.rungs()).isEqualTo(3);
    assertThat(plan.runs()).isEqualTo(7 + 3 + 1);
    assertThat(plan.configs(plan.trials().get(0), 1).get(0).training().epochs()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'gird': {} | x.sweep.json: gird: found an unknown key | Did you mean grid?",
        "'grid': {'model.hidenSize': [1]} | x.sweep.json: grid.model.hidenSize: found an unknown"
            + " key | Did you mean x.sweep.json: grid.model.hiddenSize?",
        "'grid': {'model': [1]} | grid.model: found a section | one of the keys cell, hiddenSize",
        "'grid': {'model.layers': 3} | grid.model.layers: found no list | Correct",
        "'grid': {'model.layers': [3, 3]} | found 3 a second time | different values",
        "'grid': {'training.seeds': [[3]]} | a key that no sweep varies | \"seeds\": [1, 2, 3]",
        "'grid': {'name': ['a']} | a key that no sweep varies | the name of their experiment",
        "'seeds': [1], 'grid': {'seed': [3]} | grid.seed: found a key beside seeds | one of both",
        "'halving': {'fromEpochs': 1}, 'grid': {'training.epochs': [3]} | beside the epochs | one",
        "'list': [{'model.cell': 'gru'}], 'grid': {'model.cell': ['gru']} | a key that list has |",
        "'random': {'count': 1, 'values': {'model.layers': {'from': 3, 'to': 1}}} | from 3.0 to 1.0"
            + " | from < to",
        "'random': {'count': 1} | random.values: found no object | keys of a config",
        "'halving': {'factor': 1, 'fromEpochs': 1} | halving.factor: found 1 | from 2 to 1",
      })
  void aMistakeIsNamedWithItsPlace(String keys, String found, String expected) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> sweep(keys))
        .withMessageContaining(found)
        .withMessageContaining(expected == null ? "" : expected);
  }

  @Test
  void valuesThatMakeNoConfigAreNamedWithTheirTrial() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> plan(sweep("'grid': {'model.cell': ['gru', 'grue']}")))
        .withMessageStartingWith("x.sweep.json: found trial 2 (model.cell=grue), expected")
        .withMessageContaining("Did you mean \"gru\"?");
  }

  @Test
  void anUnknownExperimentIsRefusedWithTheNearestName() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> plan(SweepFile.parse("{\"base\": \"plai\"}", "x.sweep.json")))
        .withMessageStartingWith("x.sweep.json: base: found")
        .withMessageContaining("Did you mean play?");
  }

  @Test
  void aFlagForASweptKeyIsRefused() {
    Overrides overrides = new Overrides(null, Map.of("model.layers", "3"));
    SweepFile sweep = sweep("'grid': {'model.layers': [1, 2]}");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> SweepPlan.of(sweep, directory, overrides, 10))
        .withMessageStartingWith("-Drnn.set.model.layers: found a value beside those of x.sweep");
  }

  @Test
  void moreRunsThanAllowedAreRefusedBeforeTheyAreListed() {
    String many = "'seed': [" + numbers(150) + "]";
    SweepFile sweep = sweep("'grid': {" + many + ", 'model.hiddenSize': [" + numbers(100) + "]}");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> SweepPlan.of(sweep, directory, Overrides.NONE, SweepPlan.MOST_RUNS))
        .withMessageContaining("15,000 combinations with 1 seeds each")
        .withMessageContaining("at most 10,000 runs")
        .withMessageContaining("-Drnn.sweep.max=NUMBER");
    SweepFile endless =
        sweep(
            "'grid': {"
                + List.of("seed", "model.hiddenSize", "training.batchSize", "training.epochs")
                    .stream()
                    .map(key -> "'" + key + "': [" + numbers(60_000) + "]")
                    .reduce((a, b) -> a + ", " + b)
                    .orElseThrow()
                + "}");
    assertThat(endless.combinations()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aSweepIsNoExperimentAndIsFoundByItsName() throws IOException {
    Files.writeString(
        directory.resolve("rates.sweep.json"),
        "{\"base\": \"play\", \"grid\": {\"model.layers\": [1, 2]}}");
    assertThat(ExperimentConfigs.readDirectory(directory)).hasSize(1);
    assertThat(SweepFile.readDirectory(directory, null))
        .extracting(SweepFile::name)
        .containsExactly("rates");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> SweepFile.readDirectory(directory, "rate"))
        .withMessageContaining("Did you mean -Drnn.sweep=rates?");
  }

  private static String numbers(int count) {
    StringBuilder numbers = new StringBuilder("1");
    for (int i = 2; i <= count; i++) {
      numbers.append(',').append(i);
    }
    return numbers.toString();
  }

  private static SweepFile sweep(String keys) {
    return SweepFile.parse(("{'base': 'play', " + keys + "}").replace('\'', '"'), "x.sweep.json");
  }

  private SweepPlan plan(SweepFile sweep) {
    return SweepPlan.of(sweep, directory, Overrides.NONE, SweepPlan.MOST_RUNS);
  }

  private String sha256(String... values) {
    Map<String, String> overrides = new TreeMap<>();
    for (int i = 0; i < values.length; i += 2) {
      overrides.put(values[i], values[i + 1]);
    }
    return ExperimentConfigs.readFile(
            directory.resolve("play.json"), new Overrides(null, overrides))
        .config()
        .sha256();
  }
}
