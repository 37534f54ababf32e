package io.github.rnnlab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.tensor.VectorBackend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of models with gates or with several layers; {@link ModelFileTest} has the notebook's. */
class GatedModelFileTest {
  private static final Vocabulary VOCABULARY = Vocabulary.of(List.of("\n", "\"", "é", "𝄞"));

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"VANILLA, 2", "GRU, 1", "GRU, 2", "LSTM, 1", "LSTM, 2", "LSTM, 16"})
  void comesBackAsItWasWritten(Cell cell, int layers) {
    ModelShape shape = new ModelShape(cell, layers, 5, 4);
    LanguageModel model = model(shape);
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model, VOCABULARY);

    assertThat(ModelFile.describe(file)).isEqualTo(new ModelFile.Description(VOCABULARY, shape));
    for (Backend backend : List.of(new ScalarBackend(), new VectorBackend(1))) {
      ModelFile.LoadedModel read = ModelFile.read(file, backend);
      assertThat(read.model().shape()).isEqualTo(shape);
      assertThat(read.vocabulary()).isEqualTo(VOCABULARY);
      assertThat(read.model().weights().tensors()).isEqualTo(model.weights().tensors());
      assertThat(read.model().weights().sha256()).isEqualTo(model.weights().sha256());
    }
  }

  static List<ModelShape> embedded() {
    return List.of(
        new ModelShape(Cell.VANILLA, 1, 5, 4, 3, false),
        new ModelShape(Cell.VANILLA, 1, 5, 4, 5, true),
        new ModelShape(Cell.GRU, 2, 5, 4, 5, false),
        new ModelShape(Cell.LSTM, 2, 5, 4, 5, true));
  }

  @ParameterizedTest
  @MethodSource("embedded")
  void comesBackWithItsEmbedding(ModelShape shape) {
    LanguageModel model = model(shape);
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model, VOCABULARY);
    Map<String, List<Integer>> shapes = Safetensors.readShapes(file);
    assertThat(shapes).containsEntry("embedding.weight", List.of(4, shape.embedding()));
    assertThat(shapes.containsKey("output.weight")).isEqualTo(!shape.tied());
    assertThat(ModelFile.describe(file)).isEqualTo(new ModelFile.Description(VOCABULARY, shape));
    ModelFile.LoadedModel read = ModelFile.read(file, new VectorBackend(1));
    assertThat(read.model().weights().tensors()).isEqualTo(model.weights().tensors());
  }

  @Test
  void refusesATiedEmbeddingOfAnotherSize() {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model(new ModelShape(Cell.GRU, 1, 5, 4, 3, false)), VOCABULARY);
    Safetensors content = Safetensors.read(file);
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.remove("output.weight");
    new Safetensors(tensors, content.metadata()).write(file);
    assertThatThrownBy(() -> ModelFile.read(file, new ScalarBackend()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "embedding.weight: found a tensor of shape [4, 3], expected the shape [V, 5], since it"
                + " is also the output weight");
  }

  /** An LSTM of two layers, 5 units and 4 characters, taken for something else. */
  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(
            new ModelShape(Cell.GRU, 2, 5, 4),
            "found weight_ih_l0 of shape [20, 4], expected weight_ih_l0 of shape [15, 4]."),
        Arguments.of(
            new ModelShape(Cell.VANILLA, 1, 5, 4),
            "found weight_ih_l0 of shape [20, 4], expected weight_ih_l0 of shape [5, 4]."),
        Arguments.of(
            new ModelShape(Cell.LSTM, 1, 5, 4),
            "found other tensors too: [weight_ih_l1, weight_hh_l1, bias_ih_l1, bias_hh_l1],"
                + " expected only [weight_ih_l0,"),
        Arguments.of(
            new ModelShape(Cell.LSTM, 3, 5, 4),
            "found no weight_ih_l2 among [weight_ih_l0, weight"),
        Arguments.of(
            new ModelShape(Cell.LSTM, 2, 6, 4),
            "found weight_ih_l0 of shape [20, 4], expected weight_ih_l0 of shape [24, 4]."),
        Arguments.of(
            new ModelShape(Cell.LSTM, 2, 5, 3),
            "found weight_ih_l0 of shape [20, 4], expected weight_ih_l0 of shape [20, 3]."));
  }

  @ParameterizedTest
  @MethodSource("others")
  void refusesWeightsOfAnotherModelAndLeavesThisOneAsItWas(ModelShape other, String says) {
    Path file = changed("none", "none");
    LanguageModel model = model(other);
    String before = model.weights().sha256();
    Vocabulary vocabulary = Vocabulary.of(VOCABULARY.symbols().subList(0, other.vocabulary()));

    assertThatThrownBy(() -> ModelFile.initialize(file, model, vocabulary))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("model.initialWeights: " + says)
        .hasMessageContaining("Use weights of the same cell");
    assertThat(model.weights().sha256()).isEqualTo(before);
  }

  @Test
  void refusesAFileThatLacksATensor() {
    for (ParameterShape parameter : new ModelShape(Cell.LSTM, 2, 5, 4).parameters()) {
      Path file = changed(parameter.name(), "none");
      assertThatThrownBy(() -> ModelFile.initialize(file, model(lstm()), VOCABULARY))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("model.initialWeights: found no " + parameter.name() + " among")
          .hasMessageContaining("expected " + parameter.name() + " of shape");
      assertThatThrownBy(() -> ModelFile.read(file, new ScalarBackend()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(parameter.name());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gru, ': weight_hh_l0: found a tensor of shape [20, 5], expected the shape [3 H, H]'",
    "vanilla, ': weight_hh_l0: found a tensor of shape [20, 5], expected the shape [H, H]'",
    "lstn, ': cell: found lstn, expected vanilla, gru or lstm. Train the model again.'"
  })
  void refusesAFileThatNamesAnotherCell(String cell, String says) {
    Path file = changed("none", cell);
    assertThatThrownBy(() -> ModelFile.read(file, new ScalarBackend()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + says);
  }

  private static ModelShape lstm() {
    return new ModelShape(Cell.LSTM, 2, 5, 4);
  }

  /** Writes an LSTM without one tensor, without its vocabulary, or as another cell. */
  private Path changed(String absent, String cell) {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model(lstm()), VOCABULARY);
    Safetensors content = Safetensors.read(file);
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>(content.tensors());
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    tensors.remove(absent);
    if (!cell.equals("none")) {
      metadata.put("cell", cell);
    } else if (absent.equals("none")) {
      metadata.clear(); // Weights as PyTorch writes them.
    }
    new Safetensors(tensors, metadata).write(file);
    return file;
  }

  private static LanguageModel model(ModelShape shape) {
    LanguageModel model = new LanguageModel(new ScalarBackend(), shape);
    model.initialize(Initialization.UNIFORM, 1, 1, RandomStream.named(5, "init"));
    return model;
  }
}
