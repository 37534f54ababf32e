package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.modelfile.ModelFile;
import io.github.rnnlab.optimizer.Adam;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.prepare.WindowsFile;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.TestedBackends;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trains models of every cell as PyTorch's {@code nn.RNN}, {@code nn.GRU} and {@code nn.LSTM} do,
 * from the same weights on the same windows, and expects the same losses and gradients. {@code
 * src/test/python/golden_cells.py} has written them.
 */
@Tag(TestedBackends.TAG)
class GoldenCellsTest {
  // Over these 50 steps PyTorch in floats and PyTorch in doubles differ by 6e-7 in the losses. In
  // the first gradients they differ by 4e-7 of the largest.
  private static final double TOLERANCE_OF_LOSSES = 2e-6;

  /** Of a gradient, in relation to the largest of its tensor. */
  private static final double TOLERANCE_OF_GRADIENTS = 2e-6;

  /**
   * What PyTorch gave.
   *
   * @param torch its version
   * @param batch windows per step
   */
  record Golden(String torch, int hiddenSize, int batch, List<Model> models) {}

  /**
   * One model.
   *
   * @param losses the mean loss of each step
   */
  record Model(String cell, int layers, List<Double> losses) {
    String file(String suffix) {
      return "cells/" + cell + "-" + layers + suffix + ".safetensors";
    }

    @Override
    public String toString() {
      return cell + ", layers: " + layers;
    }
  }

  private static final int LENGTH = 25;

  private final PreparedCorpus corpus =
      WindowsFile.open(GoldenFiles.file("golden_char_windows.npy"), LENGTH);
  private final Windows windows = Split.of(corpus.tokens(), 0, 0, LENGTH, 1).training();

  static Stream<Arguments> models() {
    Golden golden = Json.read(GoldenFiles.text("cells/cells.json"), Golden.class);
    assertThat(golden.models()).hasSize(6);
    return golden.models().stream()
        .flatMap(
            model ->
                TestedBackends.all().map(backend -> Arguments.of(golden, model, backend.get())));
  }

  @ParameterizedTest(name = "{1}, {2}")
  @MethodSource("models")
  void trainsToPyTorchsLosses(Golden golden, Model expected, Backend backend) {
    LanguageModel model = model(golden, expected, backend);
    Parameters gradients = model.weights().zerosLike();
    BackpropagationThroughTime backpropagation =
        new BackpropagationThroughTime(model, LENGTH, golden.batch());
    Adam adam = new Adam(model, 0.9, 0.999, 1e-8, 0);

    assertThat(expected.losses()).hasSize(50);
    for (int step = 0; step < expected.losses().size(); step++) {
      double sum = backpropagation.lossAndGradients(batch(step, golden.batch()), gradients);
      adam.step(gradients, 0.005);
      assertThat(sum / (golden.batch() * LENGTH))
          .as("loss of step %d", step)
          .isCloseTo(expected.losses().get(step), within(TOLERANCE_OF_LOSSES));
    }
  }

  @ParameterizedTest(name = "{1}, {2}")
  @MethodSource("models")
  void hasEveryGradientOfPyTorchs(Golden golden, Model expected, Backend backend) {
    LanguageModel model = model(golden, expected, backend);
    Parameters gradients = model.weights().zerosLike();

    new BackpropagationThroughTime(model, LENGTH, golden.batch())
        .lossAndGradients(batch(0, golden.batch()), gradients);

    Safetensors theirs = Safetensors.read(GoldenFiles.file(expected.file("-gradients")));
    List<String> compared = new ArrayList<>();
    for (ParameterShape shape : gradients.shapes()) {
      float[] found = gradients.read(shape);
      float[] right = Objects.requireNonNull(theirs.tensors().get(shape.name())).values();
      assertThat(right).as(shape.name()).hasSameSizeAs(found);
      double largest = 0;
      for (float number : right) {
        largest = Math.max(largest, Math.abs(number));
      }
      for (int i = 0; i < found.length; i++) {
        assertThat((double) found[i])
            .as("number %d of %s", i, shape.name())
            .isCloseTo(right[i], within(TOLERANCE_OF_GRADIENTS * largest));
      }
      compared.add(shape.name());
    }
    assertThat(compared).containsExactlyInAnyOrderElementsOf(theirs.tensors().keySet());
  }

  private LanguageModel model(Golden golden, Model expected, Backend backend) {
    Cell cell = Cell.of(expected.cell()).orElseThrow();
    int vocabulary = corpus.vocabulary().size();
    LanguageModel model =
        new LanguageModel(
            backend, new ModelShape(cell, expected.layers(), golden.hiddenSize(), vocabulary));
    ModelFile.initialize(GoldenFiles.file(expected.file("")), model, corpus.vocabulary());
    return model;
  }

  private int[][] batch(int step, int size) {
    int[][] batch = new int[size][windows.length()];
    for (int i = 0; i < size; i++) {
      windows.read((long) step * size + i, batch[i]);
    }
    return batch;
  }
}
