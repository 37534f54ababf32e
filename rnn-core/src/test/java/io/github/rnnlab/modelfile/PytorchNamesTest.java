package io.github.rnnlab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files are those of {@code src/test/python/pytorch_files.py}. */
class PytorchNamesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/pytorch");
  private static final Vocabulary VOCABULARY = Vocabulary.of(List.of("a", "b", "c", "d", "e", "f"));
  private static final int HIDDEN = 5;
  private static final int STEPS = 12;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"VANILLA, 1", "GRU, 2", "LSTM, 2"})
  void computesTheLogitsOfPytorch(Cell cell, int layers) {
    LanguageModel model = model(cell, layers);
    ModelFile.initialize(file(cell), model, VOCABULARY);
    assertThat(logits(model)).containsExactly(expected(cell), within(1e-6f));
  }

  /** With metadata beside the tensors, the file is a model that generates as it is. */
  @ParameterizedTest
  @CsvSource({"VANILLA, 1", "GRU, 2", "LSTM, 2"})
  void isAModelWithTheMetadataOfOne(Cell cell, int layers) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Safetensors.read(file(cell))
        .tensors()
        .forEach((name, tensor) -> tensors.put(name.replaceFirst("^rnn\\.", ""), tensor));
    Path file = directory.resolve("model.safetensors");
    new Safetensors(
            tensors,
            Map.of(
                "cell", cell.configName(),
                "numerics", "4",
                "vocabulary", "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]"))
        .write(file);

    LanguageModel read = ModelFile.read(file, new ScalarBackend()).model();
    assertThat(read.shape()).isEqualTo(new ModelShape(cell, layers, HIDDEN, VOCABULARY.size()));
    assertThat(ModelFile.describe(file).shape()).isEqualTo(read.shape());
    assertThat(logits(read)).containsExactly(expected(cell), within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VANILLA | 1 | 7 | weight_ih_l0 of shape [5, 6], expected weight_ih_l0 of shape [5, 7]",
        "GRU | 2 | 7 | weight_ih_l0 of shape [15, 6], expected weight_ih_l0 of shape [15, 7]",
        "LSTM | 3 | 6 | no weight_ih_l2 among [, expected weight_ih_l2 of shape [20, 5]",
        "LSTM | 1 | 6 | other tensors too: [bias_hh_l1, bias_ih_l1, weight_hh_l1, weight_ih_l1]",
      })
  void namesTheTensorThatDoesNotFit(Cell cell, int layers, int vocabulary, String says) {
    LanguageModel model =
        new LanguageModel(new ScalarBackend(), new ModelShape(cell, layers, HIDDEN, vocabulary));
    String before = model.weights().sha256();
    String[] parts = says.split(", expected ", -1);
    assertThatThrownBy(() -> ModelFile.initialize(file(cell), model, VOCABULARY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("model.initialWeights: found " + parts[0])
        .hasMessageContaining(parts[parts.length - 1]);
    assertThat(model.weights().sha256()).isEqualTo(before);
  }

  @Test
  void refusesWhatItCannotName() {
    refuses(
        tensors -> tensors.put("lstm.weight_ih_l0", new Tensor(List.of(), new float[1])),
        "found rnn.weight_ih_l0 and lstm.weight_ih_l0, expected only one tensor weight_ih_l0.");
    refuses(
        tensors -> tensors.put("head.weight", new Tensor(List.of(), new float[1])),
        "found other tensors too: [head.weight], expected only [weight_ih_l0,");
    refuses(
        tensors -> tensors.remove("rnn.bias_hh_l1"),
        "found no bias_hh_l1 among [output.bias, output.weight, bias_hh_l0,");
  }

  @ParameterizedTest
  @CsvSource({
    "3, false, encoder.weight",
    "5, false, embedding.weight",
    "5, true, model.encoder.weight",
    "5, true, embedding.weight"
  })
  void takesAnEmbeddingUnderItsNames(int size, boolean tied, String name) {
    LanguageModel model = embedded(size, tied);
    model.initialize(Initialization.UNIFORM, 1, 1, RandomStream.named(3, "init"));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    model
        .weights()
        .tensors()
        .forEach(
            (own, tensor) ->
                tensors.put(
                    own.equals("embedding.weight")
                        ? name
                        : own.replace("weight_", "rnn.weight_").replace("output.", "decoder."),
                    tensor));
    LanguageModel read = embedded(size, tied);
    initialize(read, tensors);
    assertThat(read.weights().sha256()).isEqualTo(model.weights().sha256());
    if (tied) {
      Tensor embedding = Objects.requireNonNull(tensors.get(name));
      tensors.put("decoder.weight", embedding);
      LanguageModel twice = embedded(size, true);
      initialize(twice, tensors);
      assertThat(logits(twice)).isEqualTo(logits(model));

      float[] other = embedding.values().clone();
      other[7]++;
      tensors.put("decoder.weight", new Tensor(embedding.shape(), other));
      assertThatThrownBy(() -> initialize(twice, tensors))
          .hasMessage(
              "model.initialWeights: found an output weight that is not the embedding, expected"
                  + " the same numbers in both, as model.tieWeights says. Remove"
                  + " model.tieWeights, or use weights of a model that ties them.");
    }
  }

  private static LanguageModel embedded(int size, boolean tied) {
    return new LanguageModel(
        new ScalarBackend(), new ModelShape(Cell.LSTM, 1, HIDDEN, VOCABULARY.size(), size, tied));
  }

  private void initialize(LanguageModel model, Map<String, Tensor> tensors) {
    Path file = directory.resolve("embedded.safetensors");
    new Safetensors(tensors, Map.of()).write(file);
    ModelFile.initialize(file, model, VOCABULARY);
  }

  private void refuses(Consumer<Map<String, Tensor>> change, String says) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(file(Cell.LSTM)).tensors());
    change.accept(tensors);
    Path file = directory.resolve("changed.safetensors");
    new Safetensors(tensors, Map.of()).write(file);
    assertThatThrownBy(() -> ModelFile.initialize(file, model(Cell.LSTM, 2), VOCABULARY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("model.initialWeights: " + says);
  }

  private static LanguageModel model(Cell cell, int layers) {
    return new LanguageModel(
        new ScalarBackend(), new ModelShape(cell, layers, HIDDEN, VOCABULARY.size()));
  }

  private static Path file(Cell cell) {
    return GOLDEN.resolve(cell.configName() + ".safetensors");
  }

  private static float[] expected(Cell cell) {
    Path file = GOLDEN.resolve(cell.configName() + "-logits.safetensors");
    return Objects.requireNonNull(Safetensors.read(file).tensors().get("logits")).values();
  }

  private static float[] logits(LanguageModel model) {
    int[] tokens = new int[STEPS];
    for (int step = 0; step < STEPS; step++) {
      tokens[step] = (3 + 7 * step) % VOCABULARY.size();
    }
    Pass pass = model.pass(STEPS, 1);
    pass.startFromZero();
    model.forward(tokens, pass);
    float[] logits = new float[STEPS * VOCABULARY.size()];
    model.backend().read(pass.logits(), logits);
    return logits;
  }
}
