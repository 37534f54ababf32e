package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whole experiments on a text of 3,000 characters. */
@Timeout(120)
class ExperimentTest {
  private static final String CORPUS = PlayText.CORPUS;
  private static final String PREPARE =
      "'prepare': {'sequenceLength': 25, 'stride': 25, 'validationFraction': 0.1}";

  /** A window then takes 25 * 48 * 48 multiply-adds per product, which threads share out. */
  private static final String MODEL = "'model': {'hiddenSize': 48, 'initialScale': 0.1}";

  private static final String GENERATION = generation("the ", 1, 1);

  @TempDir Path directory;

  @BeforeEach
  void writeTheText() throws IOException {
    PlayText.write(directory);
  }

  @Test
  void leavesEveryFile() throws IOException {
    train("out", config(CORPUS, PREPARE, MODEL, training(2, 5), GENERATION));
    assertThat(digests("out").keySet())
        .extracting(name -> name.replaceFirst("^checkpoints/[0-9a-f]{16}/", "checkpoints/RUN/"))
        .containsOnly(
            ".lock",
            "checkpoints/RUN/step-000000044.safetensors",
            "environment.json",
            "fingerprints.json",
            "gradient-norms.csv",
            "loss.csv",
            "loss.svg",
            "model-best.safetensors",
            "model.safetensors",
            "prepared/play_chars.json",
            "prepared/tokens.npy",
            "report.html",
            "report.json",
            "sample.txt",
            "samples-in-training.md");
    assertThat(Files.readString(directory.resolve("out/sample.txt"))).startsWith("the ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"so long lives this ", "solonglivesthis", "生きる"})
  void writesWithoutAPromptWhateverTheText(String words) throws IOException {
    Files.writeString(directory.resolve("one-line.txt"), words.repeat(60));
    String corpus = "'corpus': {'file': 'one-line.txt'}";

    train("out", config(corpus, PREPARE, MODEL, training(1, 5), "'generation': {'length': 9}"));

    assertThat(Files.readString(directory.resolve("out/sample.txt")))
        .matches(text -> text.codePointCount(0, text.length()) == 10)
        .matches(text -> text.chars().allMatch(c -> words.indexOf(c) >= 0));
  }

  @Test
  void refusesABatchThatTheTextCannotFill() {
    assertThatThrownBy(
            () -> train("out", config(CORPUS, PREPARE, MODEL, training(1, 108), GENERATION)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "training.batchSize: found 108 windows per batch, expected at most the 107 of the"
                + " training text. Lower training.batchSize, prepare.sequenceLength or"
                + " prepare.stride, or use a longer corpus.");
    train("out", config(CORPUS, PREPARE, MODEL, training(1, 107), GENERATION));
    assertThat(RunReport.read(directory.resolve("out/report.json")).steps()).isEqualTo(1);
  }

  @Test
  void makesTheDefaultBatchAsLargeAsAShortText() {
    String prepare = "'prepare': {'sequenceLength': 900, 'validationFraction': 0.1}";
    train("out", config(CORPUS, prepare, MODEL, "'training': {'epochs': 2}", GENERATION));
    assertThat(RunReport.read(directory.resolve("out/report.json")).steps()).isEqualTo(2);
  }

  @Test
  void refusesInitialWeightsThatAreNotThere() {
    String model = "'model': {'hiddenSize': 48, 'initialWeights': 'none.safetensors'}";
    assertThatThrownBy(
            () -> train("out", config(CORPUS, PREPARE, model, training(1, 5), GENERATION)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "model\\.initialWeights: found .*none\\.safetensors, which does not exist, expected a"
                + " \\.safetensors file\\. Correct the path, .*");
  }

  @Test
  void tellsEveryEpoch() {
    RecordedProgress progress =
        train("out", config(CORPUS, PREPARE, MODEL, training(3, 5), GENERATION));
    assertThat(progress.epochs).extracting(EpochLoss::epoch).containsExactly(1, 2, 3);
    assertThat(progress.epochs).extracting(EpochLoss::epochs).containsOnly(3);
    assertThat(progress.epochs).extracting(EpochLoss::validationLoss).doesNotContainNull();
    assertThat(progress.notes)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).doesNotEndWith("\n"));
  }

  @Test
  void learnsTheSameFromAFileOfWindows() throws IOException {
    String windows = "'sequenceLength': 25, 'stride': 25, 'validationFraction': 0";
    String training = training(3, 5);
    RecordedProgress first =
        train(
            "text",
            config(
                CORPUS,
                "'prepare': {" + windows + ", 'writeWindows': true}",
                MODEL,
                training,
                GENERATION));
    RecordedProgress second =
        train(
            "windows",
            config(
                "'prepare': {"
                    + windows
                    + ", 'windowsFile': 'text/prepared/play_char_windows.npy'}",
                MODEL,
                training,
                GENERATION));

    assertThat(losses(second)).isEqualTo(losses(first));
    assertFallsFinitely(losses(second));
    assertThat(directory.resolve("windows/model.safetensors"))
        .hasSameBinaryContentAs(directory.resolve("text/model.safetensors"));
  }

  /** The .npy file does not say which characters its ids stand for. */
  @Test
  void reportsTheCharactersOfAFileOfWindows() throws IOException {
    String windows = "'sequenceLength': 25, 'validationFraction': 0, ";
    train(
        "text",
        config(
            CORPUS,
            "'prepare': {" + windows + "'stride': 25, 'writeWindows': true}",
            MODEL,
            training(1, 5),
            GENERATION));
    Path npy = directory.resolve("text/prepared/play_char_windows.npy");
    for (String name : List.of("a", "b")) {
      Files.copy(npy, directory.resolve(name + "_char_windows.npy"));
      String chars = Files.readString(directory.resolve("text/prepared/play_chars.json"));
      Files.writeString(
          directory.resolve(name + "_chars.json"),
          name.equals("a") ? chars : chars.replace("\"v\"", "\"z\"").replace("\"w\"", "\"é\""));
      train(
          name,
          config(
              "'prepare': {" + windows + "'windowsFile': '" + name + "_char_windows.npy'}",
              MODEL,
              training(1, 5),
              GENERATION));
    }
    RunReport first = RunReport.read(directory.resolve("a/report.json"));
    RunReport second = RunReport.read(directory.resolve("b/report.json"));
    assertThat(directory.resolve("a/model.safetensors")).exists();
    assertThat(second.corpus()).isNotEqualTo(first.corpus());
    assertThat(second.identity().origin()).isNotEqualTo(first.identity().origin());
    assertThat(Files.readString(directory.resolve("text/report.json")))
        .doesNotContain("vocabularySha256");
  }

  @Test
  void goesOnFromTheWeightsOfAFormerRun() {
    List<Double> first =
        losses(train("first", config(CORPUS, PREPARE, MODEL, training(3, 5), GENERATION)));
    String model = "'model': {'hiddenSize': 48, 'initialWeights': 'first/model.safetensors'}";
    List<Double> second =
        losses(train("second", config(CORPUS, PREPARE, model, training(1, 5), GENERATION)));
    assertFallsFinitely(first);
    assertThat(second).singleElement().satisfies(loss -> assertThat(loss).isLessThan(first.get(2)));
  }

  @Test
  void generatesTheTextThatTrainingLeftAndChangesNothing() throws IOException {
    ExperimentConfig config = config(CORPUS, PREPARE, MODEL, training(2, 5), GENERATION);
    train("out", config);
    Map<String, String> before = digests("out");
    String sample = Files.readString(directory.resolve("out/sample.txt"));

    assertThat(PlayRun.text(experiment("out", config))).isEqualTo(sample).hasSize(4 + 60);
    assertThat(PlayRun.text(experiment("out", config))).isEqualTo(sample);
    assertThat(digests("out")).isEqualTo(before);
  }

  @Test
  void generatesOtherTextForAnotherSeedUnlessItIsGreedy() {
    train("out", config(CORPUS, PREPARE, MODEL, training(2, 5), GENERATION));
    assertThat(generate(generation("the ", 1, 2))).isNotEqualTo(generate(GENERATION));
    assertThat(generate(generation("the ", 0, 1)))
        .isEqualTo(generate(generation("the ", 0, 2)))
        .isNotEqualTo(generate(GENERATION));
  }

  @Test
  void namesACharacterOfThePromptThatTheTextLacks() {
    train("out", config(CORPUS, PREPARE, MODEL, training(1, 5), GENERATION));
    String prompt = generation("the Z", 1, 1);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> generate(prompt))
        .withMessageContaining("generation.prompt")
        .withMessageContaining("Z");
    ExperimentConfig config = config(CORPUS, PREPARE, MODEL, training(1, 5), prompt);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> train("other", config))
        .withMessageContaining("generation.prompt")
        .withMessageContaining("Z");
    assertThat(directory.resolve("other/model.safetensors")).doesNotExist();
  }

  /** One bit of every part of the file: the header's length, the header, the weights. */
  @ParameterizedTest
  @CsvSource({"true, model-best", "false, model-best", "true, model", "false, model"})
  void generatesNothingFromAModelWithAFlippedBit(boolean recorded, String name) throws IOException {
    // A model of the best epoch is there only where there is text to judge it by.
    String prepare = name.equals("model") ? PREPARE.replace("0.1", "0") : PREPARE;
    train("out", config(CORPUS, prepare, MODEL, training(1, 5), GENERATION));
    if (!recorded) {
      Files.delete(directory.resolve("out/fingerprints.json"));
    }
    Path file = directory.resolve("out/" + name + ".safetensors");
    byte[] model = Files.readAllBytes(file);
    RandomStream random = RandomStream.named(3, "bits");
    int header = model.length - 4 * (48 * 48 + 2 * 48 * vocabularySize() + 48 + vocabularySize());
    for (int i = 0; i < 60; i++) {
      byte[] flipped = model.clone();
      // Without the hash of the file, only the weights are proved.
      int from = recorded && i < 30 ? 0 : header;
      int at = from + (int) (random.nextDouble() * (model.length - from));
      flipped[at] ^= (byte) (1 << i % 8);
      Files.write(file, flipped);
      assertThatExceptionOfType(InvalidInputException.class)
          .as("byte %d", at)
          .isThrownBy(() -> generate(GENERATION))
          .withMessageContaining(name + ".safetensors");
    }
    Files.write(file, model);
    assertThat(generate(GENERATION)).startsWith("the ");
  }

  @Test
  void saysWhichModelItFoundAndWhichTheRunHasLeft() throws IOException {
    train("out", config(CORPUS, PREPARE, MODEL, training(1, 5), GENERATION));
    Path file = directory.resolve("out/model-best.safetensors");
    String left = Sha256.of(file);
    byte[] model = Files.readAllBytes(file);
    model[model.length - 1] ^= 1;
    Files.write(file, model);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> generate(GENERATION))
        .withMessageContaining("model-best.safetensors: found the SHA-256 " + Sha256.of(file))
        .withMessageContaining("expected " + left)
        .withMessageContaining("mvn rnn:train -Drnn.config=play makes it again");
  }

  @Test
  void writesWithNoOtherModelWhereThatOfTheBestEpochIsMissing() throws IOException {
    train("out", config(CORPUS, PREPARE, MODEL, training(1, 5), GENERATION));
    Files.delete(directory.resolve("out/model-best.safetensors"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> generate(GENERATION))
        .withMessageContaining("model-best.safetensors: found no model");
  }

  @Test
  void writesWithNoModelThatTheRunHasNotLeft() throws IOException {
    String prepare = PREPARE.replace("0.1", "0");
    train("out", config(CORPUS, prepare, MODEL, training(1, 5), GENERATION));
    Files.copy(
        directory.resolve("out/model.safetensors"),
        directory.resolve("out/model-best.safetensors"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> generate(GENERATION))
        .withMessageContaining("found a model that the run has not left");
  }

  private int vocabularySize() {
    return RunReport.read(directory.resolve("out/report.json")).corpus().vocabularySize();
  }

  @Test
  void generatesNothingBeforeTraining() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> generate(GENERATION))
        .withMessageContaining("model.safetensors")
        .withMessageContaining("mvn rnn:train -Drnn.config=play");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void breaksOnALossThatIsNotFiniteAndLeavesTheFormerRun() throws IOException {
    train("out", config(CORPUS, PREPARE, MODEL, training(1, 5), GENERATION));
    Map<String, String> before = digests("out");
    String explosive =
        "'training': {'epochs': 2, 'batchSize': 5, 'optimizer': {'learningRate': 1e38}}";
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> train("out", config(CORPUS, PREPARE, MODEL, explosive, GENERATION)))
        .withMessageMatching(
            "The loss became (NaN|Infinity) at step \\d+ \\(step \\d+ of epoch 1\\).*")
        .withMessageContaining("training.optimizer.learningRate");
    assertThat(digests("out")).isEqualTo(before);
  }

  /** The last step of a run is followed by no training loss that would show what it did. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "0.1"})
  void breaksOnALastStepThatMakesTheWeightsNotFinite(String validationFraction) throws IOException {
    train("out", config(CORPUS, PREPARE, MODEL, training(1, 5), GENERATION));
    Map<String, String> before = digests("out");
    String prepare =
        "'prepare': {'sequenceLength': 25, 'stride': 25, 'validationFraction': "
            + validationFraction
            + "}";
    String explosive =
        "'training': {'epochs': 1, 'windows': 5, 'batchSize': 5, 'optimizer': {'learningRate':"
            + " 1e38}}";
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> train("out", config(CORPUS, prepare, MODEL, explosive, GENERATION)))
        .withMessageContaining("training.optimizer.learningRate");
    assertThat(digests("out")).isEqualTo(before);
  }

  private RecordedProgress train(String output, ExperimentConfig config) {
    RecordedProgress progress = new RecordedProgress();
    new Experiment(config, workplace(output), progress).train(false, false);
    return progress;
  }

  private String generate(String generation) {
    return PlayRun.text(
        experiment("out", config(CORPUS, PREPARE, MODEL, training(2, 5), generation)));
  }

  private Experiment experiment(String output, ExperimentConfig config) {
    return new Experiment(config, workplace(output), new RecordedProgress());
  }

  private Workplace workplace(String output) {
    return Workplace.of(directory, directory.resolve(output), "1")
        .withCache(directory.resolve("cache"))
        .offline(true);
  }

  private static void assertFallsFinitely(List<Double> losses) {
    for (int i = 0; i < losses.size(); i++) {
      assertThat(losses.get(i))
          .as("loss of epoch %d of %s", i + 1, losses)
          .isFinite()
          .isLessThan(i == 0 ? Double.POSITIVE_INFINITY : losses.get(i - 1));
    }
  }

  /** The hash of every file below a directory, by its name. */
  private Map<String, String> digests(String output) throws IOException {
    Path root = directory.resolve(output);
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
        digests.put(root.relativize(file).toString().replace('\\', '/'), Sha256.of(file));
      }
    }
    return digests;
  }

  private static List<Double> losses(RecordedProgress progress) {
    return progress.epochs.stream().map(EpochLoss::trainLoss).toList();
  }

  private static String training(int epochs, int batchSize) {
    return String.format(
        Locale.ROOT,
        "'training': {'epochs': %d, 'batchSize': %d, 'optimizer': {'learningRate': 0.005}}",
        epochs,
        batchSize);
  }

  private static String generation(String prompt, int temperature, int seed) {
    return String.format(
        Locale.ROOT,
        "'generation': {'prompt': '%s', 'length': 60, 'temperature': %d, 'seed': %d}",
        prompt,
        temperature,
        seed);
  }

  private static ExperimentConfig config(String... sections) {
    String json =
        ("{'name': 'play', 'seed': 3, " + String.join(", ", sections) + "}").replace('\'', '"');
    return ExperimentConfigs.parse(json, "play.json");
  }
}
