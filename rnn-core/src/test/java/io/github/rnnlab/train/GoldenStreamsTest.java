package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.model.Dropout;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.optimizer.Adam;
import io.github.rnnlab.optimizer.LearningRate;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.TestedBackends;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trains on streams with carried states as PyTorch's example word_language_model does, with one-hot
 * inputs, embeddings and tied weights, and expects the same losses. {@code
 * src/test/python/golden_streams.py} has written them.
 */
@Tag(TestedBackends.TAG)
class GoldenStreamsTest {
  /** PyTorch in floats and PyTorch in doubles differ by 4e-7. */
  private static final double TOLERANCE = 2e-6;

  record Golden(
      String torch,
      List<String> characters,
      String text,
      int streams,
      int length,
      int epochs,
      int hiddenSize,
      List<Model> models) {}

  record Model(
      String name, String cell, int layers, int embedding, boolean tied, List<Double> losses) {
    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir Path directory;

  static Stream<Arguments> models() {
    Golden golden = Json.read(GoldenFiles.text("streams/streams.json"), Golden.class);
    assertThat(golden.models()).hasSize(6);
    return golden.models().stream()
        .flatMap(
            model ->
                TestedBackends.all().map(backend -> Arguments.of(golden, model, backend.get())));
  }

  @ParameterizedTest(name = "{1}, {2}")
  @MethodSource("models")
  void carriesStatesToPyTorchsLosses(Golden golden, Model expected, Backend backend) {
    TinyCorpus corpus = TinyCorpus.prepare(directory, golden.length());
    assertThat(corpus.corpus().vocabulary().symbols()).isEqualTo(golden.characters());
    LanguageModel model =
        new LanguageModel(
            backend,
            new ModelShape(
                Cell.of(expected.cell()).orElseThrow(),
                expected.layers(),
                golden.hiddenSize(),
                golden.characters().size(),
                expected.embedding(),
                expected.tied()));
    model
        .weights()
        .load(Safetensors.read(GoldenFiles.file("streams/" + expected + ".safetensors")), "golden");
    Split split = Split.of(corpus.corpus().tokens(), 0, 0, golden.length(), 1);
    Windows text = split.training();
    TrainingPlan plan =
        new TrainingPlan(
            split,
            new StreamBatches(text, golden.streams()),
            golden.streams(),
            golden.epochs(),
            Dropout.NONE,
            0,
            0,
            1);
    List<Double> losses = new ArrayList<>();
    new Trainer(
            model,
            new Adam(model, 0.9, 0.999, 1e-8, 0),
            LearningRate.constant(0.005),
            plan,
            new ShardGradients(model, plan),
            model.states(golden.streams()),
            new TrainingListener() {
              @Override
              public void stepDone(int epoch, long step, double loss, double epochLoss) {
                losses.add(loss);
              }

              @Override
              public void epochDone(
                  int epoch, double trainingLoss, @Nullable ValidationLoss validation) {}
            })
        .run(Position.START);

    assertThat(losses).hasSize(50).hasSameSizeAs(expected.losses());
    for (int step = 0; step < losses.size(); step++) {
      assertThat(losses.get(step))
          .as("loss of step %d", step)
          .isCloseTo(expected.losses().get(step), within(TOLERANCE));
    }
  }
}
