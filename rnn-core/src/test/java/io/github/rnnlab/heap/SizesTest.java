package io.github.rnnlab.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.PlayText;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.token.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class SizesTest {
  private static final int NO_SURROGATES = Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1;

  /** How far the heap that a run needs may be from what was computed, either way. */
  private static final double TOLERANCE = 0.1;

  /** A young generation that hardly counts; large arrays go to the old one at once. */
  private static final long YOUNG_MEGABYTES = 4;

  @TempDir Path directory;

  /** Most of it the model, its checkpoints, a batch, logits and beams, in turns. */
  @ParameterizedTest
  @CsvSource({
    "vector, 1500, 10, 1, 1, 0.1, 1",
    "scalar, 1200, 3, 1, 1, 0.1, 1",
    "vector, 320, 200, 64, 1, 0, 1",
    "vector, 320, 200, 256, 4, 0, 1",
    "vector, 700, 10, 1, 1, 0, 2"
  })
  void aRunFitsInTheHeapThatWasComputedAndInNoSmallerOne(
      String backend, int hidden, int steps, int batch, int shards, double validation, int epochs)
      throws Exception {
    PlayText.write(directory);
    Path config = directory.resolve("play.json");
    Files.writeString(
        config,
        """
        {"corpus": {"file": "play.txt"}, "backend": {"name": "%s", "threads": 1},
         "prepare": {"sequenceLength": %d, "stride": 1, "validationFraction": %s},
         "model": {"hiddenSize": %d},
         "training": {"windows": %5$d, "epochs": %7$d, "batchSize": %5$d, "shards": %6$d},
         "generation": {"prompt": "the ", "length": 3, "beams": 60}}
        """
            .formatted(backend, steps, validation, hidden, batch, shards, epochs));
    long need = need(config).bytes();
    assertThat(exitCode(config, (long) (need * (1 + TOLERANCE)))).isZero();
    assertThat(exitCode(config, (long) (need * (1 - TOLERANCE)))).isEqualTo(3);
  }

  private HeapNeed need(Path file) {
    ExperimentConfig config =
        ExperimentConfigs.readFile(file, new Overrides(null, Map.of())).config();
    PreparedCorpus corpus = UncheckedTraining.prepare(config, file, directory.resolve("prepared"));
    try (Backend backend = Backends.open(config.backend().name(), Device.CPU, 1)) {
      return new Sizes(config, corpus.vocabulary(), backend)
          .training(UncheckedTraining.split(config, corpus));
    }
  }

  private int exitCode(Path config, long heap) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-XX:+UseSerialGC",
                    "-Xmn" + YOUNG_MEGABYTES + "m",
                    "-Xmx" + (heap >> 10) + "k",
                    "-classpath",
                    System.getProperty("java.class.path"),
                    UncheckedTraining.class.getName(),
                    config.toString(),
                    directory.resolve("run-" + heap).toString()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> read(directory.resolve("log"))).isIn(0, 3);
    return process.exitValue();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void saysWhatIsNeededAndWhatMakesItSmaller() {
    HeapNeed need = training(vocabulary(65), "model.hiddenSize=8192");
    long megabytes = need.bytes() >> 20;
    assertThat(megabytes).isBetween(2_860L, 2_960L);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> need.requireFit(1L << 30))
        .withMessageStartingWith(
            "model.hiddenSize: found sizes for which training needs "
                + "%,d MB".formatted(megabytes + 1))
        .withMessageContaining("MB weights, gradients and moments")
        .withMessageContaining("expected at most the worker's 1,025 MB. Lower model.hiddenSize")
        .withMessageMatching(".* or give the worker more with -Drnn\\.argLine=-Xmx4[0-9]{3}m\\.");
    assertThatCode(() -> need.requireFit(5L << 30)).doesNotThrowAnyException();
  }

  /** Copies of the weights, for checkpoints, are on the heap even so. */
  @Test
  void countsNoMatricesOutsideOfTheHeap() {
    try (Backend tolerant = Backends.open("tolerant", Device.CPU, 1)) {
      HeapNeed need = training(tolerant, vocabulary(65), "model.hiddenSize=8192");
      assertThat(need.bytes() >> 20).isBetween(1_300L, 1_310L);
    }
  }

  @Test
  void namesTheKeysThatMatter() {
    assertThat(refusal(training(vocabulary(65), "training.batchSize=65536", "model.hiddenSize=64")))
        .startsWith("training.batchSize: ")
        .contains("Lower training.batchSize, lower prepare.sequenceLength, lower model.hiddenSize");
    assertThat(refusal(sizes(vocabulary(65), "generation.length=1000000000").sample()))
        .startsWith("generation.length: found sizes for which training needs")
        .contains("Lower generation.length or give the worker more with -Drnn.argLine=-Xmx");
  }

  /** The logits of a batch are in one array. */
  @Test
  void refusesMoreCharactersThanAnArrayHolds() {
    HeapNeed need = training(vocabulary(1_112_033), "model.hiddenSize=2", "training.batchSize=20");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> need.requireFit(Long.MAX_VALUE))
        .withMessage(
            "training.batchSize: found an array of 2,224,096,000 numbers for states and logits of"
                + " 100 steps of 20 windows, expected at most 2,147,483,639, the longest that Java"
                + " has. Lower training.batchSize or lower prepare.sequenceLength.");
  }

  /** Whatever the vocabulary, the logits of a validation fit an array. */
  @Test
  void validatesMoreCharactersThanAnArrayHoldsSomeStepsAtATime() {
    HeapNeed need = training(vocabulary(1_112_033), "model.hiddenSize=2", "training.batchSize=1");
    need.requireFit(Long.MAX_VALUE);
    assertThat(need.bytes() >> 20).isBetween(3_000L, 4_000L);
  }

  @Test
  void refusesATextThatNoStringHolds() {
    Vocabulary wide = vocabulary(1000);
    assertThat(refusal(sizes(wide, "generation.length=1100000000").sample(), 1L << 50))
        .isEqualTo(
            "generation.length: found an array of 2,200,000,000 numbers for the text, expected at"
                + " most 2,147,483,639, the longest that Java has. Lower generation.length.");
  }

  /** What users did: one of every character, and a text of which nobody knew that. */
  @Test
  void refusesACorpusOfEveryCharacterBeforeAnythingIsAllocated() throws IOException {
    StringBuilder text = new StringBuilder("\n");
    IntStream.rangeClosed(0x20, Character.MAX_CODE_POINT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .forEach(text::appendCodePoint);
    Files.writeString(directory.resolve("play.txt"), text, StandardCharsets.UTF_8);
    PlayRun run = new PlayRun(directory);
    ExperimentConfig config =
        PlayRun.config(
            "training.windows=8", "prepare.sequenceLength=1000", "prepare.validationFraction=0.2");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> run.train("out", config))
        .withMessageStartingWith("training.batchSize: found an array of 4,4");
  }

  @Test
  void refusesTheLargestModelsOfEveryCellAndSaysWhatShrinksThem() {
    for (String cell : List.of("vanilla", "gru", "lstm")) {
      ExperimentConfig config =
          PlayRun.config("model.cell=" + cell, "model.layers=16", "model.hiddenSize=65536");
      HeapNeed need = new Sizes(config, vocabulary(65), new ScalarBackend()).sample();
      assertThat(refusal(need))
          .startsWith("model.hiddenSize: found ")
          .containsIgnoringCase("lower model.hiddenSize")
          .contains("lower model.layers");
    }
  }

  /** A model that was trained elsewhere may be larger than this heap. */
  @Test
  void refusesToReadAModelThatDoesNotFit() {
    HeapNeed need =
        Sizes.generation(
            PlayRun.config(),
            vocabulary(65),
            new ModelShape(Cell.VANILLA, 1, 20_000, 65),
            new ScalarBackend());
    assertThat(refusal(need, 1L << 30))
        .startsWith("model.hiddenSize: found sizes for which generation needs 4,")
        .endsWith("m.");
  }

  private static String refusal(HeapNeed need) {
    return refusal(need, 1L << 30);
  }

  private static String refusal(HeapNeed need, long heap) {
    try {
      need.requireFit(heap);
      return "fits";
    } catch (InvalidInputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private HeapNeed training(Vocabulary vocabulary, String... overrides) {
    return training(new ScalarBackend(), vocabulary, overrides);
  }

  private HeapNeed training(Backend backend, Vocabulary vocabulary, String... overrides) {
    ExperimentConfig config = config(overrides);
    try {
      PlayText.write(directory);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        text.append(Files.readString(directory.resolve("play.txt")));
      }
      Files.writeString(directory.resolve("play.txt"), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    PreparedCorpus corpus =
        UncheckedTraining.prepare(config, directory.resolve("play.json"), directory);
    Split split = UncheckedTraining.split(config, corpus);
    return new Sizes(config, vocabulary, backend).training(split);
  }

  private static Sizes sizes(Vocabulary vocabulary, String... overrides) {
    return new Sizes(config(overrides), vocabulary, new ScalarBackend());
  }

  private static ExperimentConfig config(String... overrides) {
    List<String> all = new ArrayList<>(List.of("prepare.stride=1", "prepare.sequenceLength=100"));
    all.addAll(List.of(overrides));
    return PlayRun.config(all.toArray(String[]::new));
  }

  private static Vocabulary vocabulary(int size) {
    return Vocabulary.of(
        IntStream.range(0, size)
            .map(c -> c < Character.MIN_SURROGATE ? c : c + NO_SURROGATES)
            .mapToObj(Character::toString)
            .toList());
  }
}
