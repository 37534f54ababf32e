package io.github.rnnlab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Numerics;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.tensor.VectorBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {
  private static final Vocabulary VOCABULARY = Vocabulary.of(List.of("\n", "\"", "é", "𝄞"));

  @TempDir Path directory;

  @Test
  void readsAModelOntoAnyBackend() {
    LanguageModel model = model(new ScalarBackend());
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model, VOCABULARY);

    for (Backend backend : List.of(new ScalarBackend(), new VectorBackend(1))) {
      ModelFile.LoadedModel read = ModelFile.read(file, backend);

      assertThat(read.vocabulary()).isEqualTo(VOCABULARY);
      assertThat(read.model().weights().tensors()).isEqualTo(model.weights().tensors());
      assertThat(read.model().weights().sha256()).isEqualTo(model.weights().sha256());
    }
  }

  @Test
  void writesTheNotebooksNamesAndOrientation() {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model(new VectorBackend(1)), VOCABULARY);

    Safetensors content = Safetensors.read(file);

    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    content.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    assertThat(shapes).hasToString("{Wxh=[5, 4], Whh=[5, 5], bh=[5], Why=[4, 5], by=[4]}");
    assertThat(content.metadata())
        .isEqualTo(
            Map.of(
                "format", "pt",
                "cell", "vanilla",
                "numerics", String.valueOf(Numerics.VERSION),
                "vocabulary", "[\"\\n\",\"\\\"\",\"é\",\"𝄞\"]"));
  }

  @Test
  void givesTheSameBytesForTheSameModel() throws IOException {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    ModelFile.write(first, model(new ScalarBackend()), VOCABULARY);
    ModelFile.write(second, model(new VectorBackend(1)), VOCABULARY);

    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void hashesTheNumbersOfTheFile() throws Exception {
    LanguageModel model = model(new VectorBackend(1));
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model, VOCABULARY);
    byte[] bytes = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();

    byte[] numbers = Arrays.copyOfRange(bytes, 8 + header, bytes.length);

    assertThat(header % 8).isZero();
    assertThat(model.weights().sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(numbers)));
  }

  @Test
  void findsANumberThatIsNotFinite() {
    Parameters weights = model(new VectorBackend(1)).weights();
    assertThat(weights.isFinite()).isTrue();
    for (ParameterShape shape : weights.shapes()) {
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        float[] values = weights.read(shape);
        float[] changed = values.clone();
        changed[changed.length - 1] = bad;
        weights.write(shape, changed);
        assertThat(weights.isFinite()).isFalse();
        weights.write(shape, values);
      }
    }
    assertThat(weights.isFinite()).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void refusesAFileThatIsNoModel(Change change, String says) {
    Path file = changed(change);

    assertThatThrownBy(() -> ModelFile.read(file, new ScalarBackend()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(says);
  }

  static Stream<Arguments> refusesAFileThatIsNoModel() {
    return Stream.of(
        metadata(
            "cell",
            "lstn",
            ": cell: found lstn, expected vanilla, gru or lstm. Train the model again."),
        metadata(
            "cell", "gru", ": weight_hh_l0: found no such tensor, expected the shape [3 H, H]"),
        metadata("cell", null, ": cell: found nothing, expected vanilla, gru or lstm"),
        metadata(
            "numerics",
            String.valueOf(Numerics.VERSION + 1),
            ": numerics: found %d, expected %d. Train the model again."
                .formatted(Numerics.VERSION + 1, Numerics.VERSION)),
        metadata("numerics", null, ": numerics: found nothing, expected " + Numerics.VERSION),
        metadata("vocabulary", null, ": vocabulary: found nothing, expected a JSON list"),
        metadata("vocabulary", "[", "expected a JSON list of characters"),
        metadata("vocabulary", "{}", "expected a JSON list of characters"),
        metadata("vocabulary", "[1, 2, 3, 4]", "expected a JSON list of characters"),
        metadata("vocabulary", "[\"b\", \"a\"]", ": vocabulary[1]: found 'a'"),
        metadata("vocabulary", "[]", ": vocabulary: found 0 distinct characters"),
        metadata(
            "vocabulary",
            "[\"a\", \"b\", \"c\"]",
            "found Wxh of shape [5, 4], expected Wxh of shape [5, 3]"),
        tensors(t -> t.remove("Why"), "found no Why among [Wxh, Whh, bh, by], expected Why of"),
        tensors(
            t -> t.put("Why", zeros(20)), "found Why of shape [20], expected Why of shape [4, 5]"),
        tensors(t -> t.put("Why", zeros(4, 0)), "expected Why of shape [4, 5]"),
        tensors(
            t -> t.put("Why", zeros(4, 6)),
            "found Why of shape [4, 6], expected Why of shape [4, 5]"),
        tensors(t -> t.remove("bh"), "found no bh among [Wxh, Whh, Why, by], expected bh of"),
        tensors(
            t -> t.put("Whh", zeros(25)),
            ": Whh: found a tensor of shape [25], expected the shape [H, H], for any hidden size"),
        tensors(
            t -> t.put("Whh", zeros(6, 6)),
            "found Wxh of shape [5, 4], expected Wxh of shape [6, 4]"),
        tensors(t -> t.put("Whh", zeros(0, 0)), ": Whh: found a tensor of shape [0, 0]"),
        tensors(t -> t.put("Wzz", zeros(1)), "found other tensors too: [Wzz], expected only [Wxh"),
        tensors(
            t -> t.put("by", new Safetensors.Tensor(List.of(4), new float[] {0, Float.NaN, 0, 0})),
            "found NaN as number 1 of by, expected finite numbers"));
  }

  @Test
  void initializesAModelFromWeightsWithoutMetadata() {
    LanguageModel model =
        new LanguageModel(new VectorBackend(1), new ModelShape(Cell.VANILLA, 1, 5, 4));

    ModelFile.initialize(changed(new Change(tensors -> {}, Map::clear)), model, VOCABULARY);

    assertThat(model.weights().tensors()).isEqualTo(model(new ScalarBackend()).weights().tensors());
  }

  @Test
  void initializesOnlyWithTheCorpusVocabulary() {
    LanguageModel model =
        new LanguageModel(new ScalarBackend(), new ModelShape(Cell.VANILLA, 1, 5, 4));
    Path file = changed(new Change(tensors -> {}, metadata -> {}));
    Vocabulary other = Vocabulary.of(List.of("\"", "a", "é", "𝄞"));

    assertThatThrownBy(() -> ModelFile.initialize(file, model, other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "model.initialWeights: found weights for 4 characters, among them \"\\n\", expected the"
                + " corpus' 4 characters, among them \"a\".");
    ModelFile.initialize(file, model, VOCABULARY);
    assertThat(model.weights().isFinite()).isTrue();
  }

  @Test
  void leavesTheModelUntouchedWhenItRefusesAFile() {
    LanguageModel model = model(new ScalarBackend());
    String before = model.weights().sha256();
    Path file =
        changed(
            new Change(
                tensors -> {
                  tensors.put("Wxh", zeros(5, 4));
                  tensors.put("by", zeros(3));
                },
                metadata -> {}));

    assertThatThrownBy(() -> ModelFile.initialize(file, model, VOCABULARY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "model.initialWeights: found by of shape [3], expected by of shape [4].");
    assertThat(model.weights().sha256()).isEqualTo(before);
  }

  @Test
  void readsOrRefusesWhateverADamagedHeaderSays() throws IOException {
    RandomStream random = RandomStream.named(2, "fuzz");
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model(new ScalarBackend()), VOCABULARY);
    byte[] valid = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getLong();
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = valid.clone();
      // Printable characters alone leave many of the texts and numbers well-formed but wrong.
      bytes[8 + (int) (random.nextDouble() * header)] = (byte) (' ' + random.nextDouble() * 95);
      Files.write(file, bytes);
      try {
        assertThat(ModelFile.read(file, new ScalarBackend()).vocabulary().size()).isEqualTo(4);
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
  }

  /** What makes another file of a good one. */
  record Change(
      Consumer<Map<String, Safetensors.Tensor>> tensors, Consumer<Map<String, String>> metadata) {}

  private static Arguments metadata(String key, @Nullable String value, String says) {
    Consumer<Map<String, String>> change =
        metadata -> {
          metadata.remove(key);
          if (value != null) {
            metadata.put(key, value);
          }
        };
    return Arguments.of(new Change(tensors -> {}, change), says);
  }

  private static Arguments tensors(Consumer<Map<String, Safetensors.Tensor>> change, String says) {
    return Arguments.of(new Change(change, metadata -> {}), says);
  }

  private static Safetensors.Tensor zeros(Integer... shape) {
    return new Safetensors.Tensor(
        List.of(shape), new float[Stream.of(shape).reduce(1, Math::multiplyExact)]);
  }

  private Path changed(Change change) {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model(new ScalarBackend()), VOCABULARY);
    Safetensors content = Safetensors.read(file);
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>(content.tensors());
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    change.tensors().accept(tensors);
    change.metadata().accept(metadata);
    new Safetensors(tensors, metadata).write(file);
    return file;
  }

  private static LanguageModel model(Backend backend) {
    LanguageModel model = new LanguageModel(backend, new ModelShape(Cell.VANILLA, 1, 5, 4));
    model.initialize(Initialization.NORMAL, 0.05, 0, RandomStream.named(5, "init"));
    return model;
  }
}
