package io.github.rnnlab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.BadConfigs.Bad;
import io.github.rnnlab.config.ExperimentConfig.Backend;
import io.github.rnnlab.config.ExperimentConfig.Checkpoints;
import io.github.rnnlab.config.ExperimentConfig.Corpus;
import io.github.rnnlab.config.ExperimentConfig.Generation;
import io.github.rnnlab.config.ExperimentConfig.Model;
import io.github.rnnlab.config.ExperimentConfig.Optimizer;
import io.github.rnnlab.config.ExperimentConfig.Prepare;
import io.github.rnnlab.config.ExperimentConfig.Schedule;
import io.github.rnnlab.config.ExperimentConfig.Training;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.EpochRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  @Test
  void fillsInEveryDefault() {
    assertThat(parse("{'name': 'n', 'corpus': {'file': 'a.txt'}}"))
        .isEqualTo(
            new ExperimentConfig(
                "n",
                "",
                1,
                new Corpus(null, "a.txt", null, null, null, null, null, "utf-8", "keep"),
                new Prepare("char", 100, 100, 0.1, 0, false, null, null, null, null),
                new Model("vanilla", 256, 1, null, false, 0, 0, 0, "normal", 0.05, null, null),
                new Training(
                    null,
                    12,
                    16,
                    1,
                    true,
                    false,
                    1,
                    0,
                    1,
                    0,
                    true,
                    0,
                    null,
                    new Optimizer("adam", 0.002, 0.9, 0.999, 1e-8, null, null, null, 0),
                    new Schedule("constant", null, null, null, null, null, null)),
                new Generation("\n", 400, 0.8, null, 1, null, 1, null, null, null),
                new Backend("vector", "cpu", null),
                new Checkpoints(null, 60, 3)));
  }

  @Test
  void opensTheForgetGatesOfAnLstmAndOfNothingElse() {
    String config = "{'name': 'n', 'corpus': {'file': 'a.txt'}, 'model': {%s}}";
    assertThat(parse(config.formatted("'cell': 'lstm'")).model().forgetBias()).isEqualTo(1);
    assertThat(parse(config.formatted("'cell': 'lstm', 'forgetBias': -2")).model().forgetBias())
        .isEqualTo(-2);
    assertThat(parse(config.formatted("'cell': 'gru', 'layers': 16")).model().forgetBias())
        .isNull();
    assertThatThrownBy(() -> parse(config.formatted("'cell': 'gru', 'forgetBias': 1")))
        .hasMessageContaining("model.forgetBias")
        .hasMessageContaining("found 1.0 for a gru cell, which has no forget gate")
        .hasMessageContaining("Remove model.forgetBias, or set model.cell to \"lstm\".");
  }

  @Test
  void readsNoStreamInARandomOrder() {
    String config = "{'name': 'n', 'corpus': {'file': 'a.txt'}, 'training': {'stream': %s}}";
    assertThat(parse(config.formatted("true")).training().shuffle()).isFalse();
    assertThat(parse(config.formatted("false")).training().shuffle()).isTrue();
    assertThat(parse(config.formatted("true")).hashed("training")).containsEntry("stream", true);
    assertThat(parse(config.formatted("false")).hashed("training")).doesNotContainKey("stream");
  }

  @Test
  void mergesDeeply() {
    ExperimentConfig config =
        parse(
            "{'name': 'n', 'corpus': {'file': 'a.txt'},"
                + "'training': {'windows': 7, 'optimizer': {'beta1': 0}}}");
    assertThat(config.training())
        .isEqualTo(
            new Training(
                7L,
                12,
                16,
                1,
                true,
                false,
                1,
                0,
                1,
                0,
                true,
                0,
                null,
                new Optimizer("adam", 0.002, 0.0, 0.999, 1e-8, null, null, null, 0),
                new Schedule("constant", null, null, null, null, null, null)));
  }

  /** What is written must be read again. */
  @Test
  void theReportOfTheMostEpochsIsNoLargerThanAString() {
    double longest = -1.2345678901234567e-300;
    EpochRecord epoch =
        new EpochRecord(
            ConfigReader.MOST_EPOCHS,
            longest,
            longest,
            longest,
            longest,
            longest,
            longest,
            "f".repeat(64));
    long one = Json.pretty(Map.of("epochs", List.of(epoch))).length();
    long two = Json.pretty(Map.of("epochs", List.of(epoch, epoch))).length();
    assertThat((two - one) * ConfigReader.MOST_EPOCHS).isLessThan(Integer.MAX_VALUE - 50_000_000L);
  }

  @Test
  void takesTheExtremesThatAreAllowed() {
    ExperimentConfig config =
        parse(
            "{'$schema': 3, 'name': 'é9_-.x', 'seed': -9223372036854775808,"
                + "'prepare': {'sequenceLength': 1000000, 'stride': 1, 'validationFraction': -0.0,"
                + "'windowsFile': 'w.npy'},"
                + "'model': {'hiddenSize': 65536, 'initialScale': 1},"
                + "'training': {'windows': 9223372036854775807, 'batchSize': 65536},"
                + "'generation': {'temperature': 0, 'length': 2147483647}}");
    assertThat(config.corpus()).isNull();
    assertThat(config.seed()).isEqualTo(Long.MIN_VALUE);
    assertThat(config.prepare().validationFraction()).isEqualTo(0.0);
    assertThat(Double.doubleToRawLongBits(config.prepare().validationFraction())).isZero();
    assertThat(config.model().initialScale()).isEqualTo(1);
    assertThat(config.training().windows()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"g:a:1", "g.h:a-b:jar:1.0", "g:a:zip:texts:1.0-SNAPSHOT"})
  void takesMavenCoordinates(String artifact) {
    ExperimentConfig config =
        parse("{'name': 'n', 'corpus': {'artifact': '" + artifact + "', 'entries': ['x']}}");
    assertThat(config.corpus()).extracting(Corpus::artifact).isEqualTo(artifact);
  }

  @ParameterizedTest
  @MethodSource({
    "io.github.rnnlab.config.BadConfigs#knownToTheSchema",
    "io.github.rnnlab.config.BadConfigs#onlyKnownToTheReader"
  })
  void refusesAMistakeAndSaysWhereWhatAndWhatElse(Bad bad) {
    // A mistake in the JSON itself is no matter of a key.
    String where = bad.says().contains("malformed JSON") ? "" : bad.says();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ExperimentConfigs.parse(bad.json(), "seed.json"))
        .withMessageStartingWith("seed.json: " + where)
        .withMessageContaining("found ")
        .withMessageContaining(", expected ")
        .withMessageMatching("(?s).*[.?]");
  }

  @Test
  void listsTheKnownKeysAndTheNearestForAnUnknownOne() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> parse("{'name': 'n', 'training': {'epoch': 3}}"))
        .withMessage(
            "seed.json: training.epoch: found an unknown key, expected one of the keys windows,"
                + " epochs, batchSize, shards, shuffle, stream, clipNorm, clipValue, validateEvery,"
                + " validateEverySteps, keepBest, patience, seeds, optimizer, schedule. Did you"
                + " mean training.epochs?");
  }

  @ParameterizedTest
  @CsvSource({
    "learningRate, training.optimizer.learningRate",
    "hidden_size, model.hiddenSize",
    "promt, generation.prompt",
    "model_, model"
  })
  void findsTheNearestKeyInOtherSections(String key, String nearest) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> parse("{'name': 'n', '" + key + "': 3}"))
        .withMessageEndingWith("Did you mean " + nearest + "?");
  }

  @Test
  void suggestsTheNearestOfAFewWords() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () -> parse("{'name': 'n', 'corpus': {'file': 'a'}, 'backend': {'name': 'vektor'}}"))
        .withMessageEndingWith(
            "expected one of \"vector\", \"scalar\", \"nd4j\", \"auto\". Did you mean \"vector\"?");
  }

  private static ExperimentConfig parse(String json) {
    return ExperimentConfigs.parse(json.replace('\'', '"'), "seed.json");
  }
}
