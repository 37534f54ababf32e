package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Pass;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trains as the notebook's PyTorch does, from the same weights on the same windows, and expects the
 * same numbers. {@code src/test/python/golden.py} has written them.
 */
@Tag(TestedBackends.TAG)
class GoldenTest {
  // Over these 50 steps PyTorch in floats and PyTorch in doubles differ by 4e-7 in the losses and
  // 2e-6 in the weights; an Adam that rounds 1 - beta2 from floats is off by 6e-6 and 4e-5.
  private static final double TOLERANCE_OF_LOSSES = 2e-6;
  private static final double TOLERANCE_OF_LOGITS = 1e-7;
  private static final double TOLERANCE_OF_NORMS = 1e-5;
  private static final double TOLERANCE_OF_WEIGHTS = 1e-5;

  /**
   * What PyTorch gave.
   *
   * @param torch its version
   * @param firstLogits of the first window before training, by step
   * @param losses the mean loss of each step, by the number of windows per step
   * @param clipped the same for gradients that are clipped
   */
  record Golden(
      String torch,
      int hiddenSize,
      int sequenceLength,
      Map<String, List<Double>> firstLogits,
      Map<String, List<Double>> losses,
      Clipped clipped) {}

  /**
   * What PyTorch gave with {@code clip_grad_norm_}.
   *
   * @param batch windows per step
   * @param norms of each step's gradient, before it is clipped
   * @param losses the mean loss of each step
   */
  record Clipped(int batch, double clipNorm, List<Double> norms, List<Double> losses) {}

  private final Golden golden = Json.read(GoldenFiles.text("golden.json"), Golden.class);
  private final PreparedCorpus corpus =
      WindowsFile.open(GoldenFiles.file("golden_char_windows.npy"), golden.sequenceLength());
  private final Windows windows =
      Split.of(corpus.tokens(), 0, 0, golden.sequenceLength(), 1).training();

  static Stream<Backend> backends() {
    return TestedBackends.all().map(Supplier::get);
  }

  /** A new backend for each test, because JUnit closes it afterwards. */
  static Stream<Arguments> backendsAndBatches() {
    return Stream.of(1, 4).flatMap(batch -> backends().map(b -> Arguments.of(b, batch)));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void startsWithPyTorchsLogits(Backend backend) {
    LanguageModel model = model(backend);
    Pass sequence = model.pass(golden.sequenceLength(), 1);
    sequence.startFromZero();

    model.forward(Arrays.copyOf(batch(0, 1)[0], golden.sequenceLength()), sequence);

    assertThat(golden.firstLogits())
        .containsOnlyKeys("0", String.valueOf(golden.sequenceLength() - 1));
    golden
        .firstLogits()
        .forEach(
            (step, expected) -> {
              float[] logits = new float[corpus.vocabulary().size()];
              backend.read(sequence.logits().rows(Integer.parseInt(step), 1), logits);
              assertThat(expected).hasSize(logits.length);
              for (int i = 0; i < logits.length; i++) {
                assertThat((double) logits[i])
                    .as("logit %d of step %s", i, step)
                    .isCloseTo(
                        expected.get(i),
                        within(TestedBackends.tolerance(backend, TOLERANCE_OF_LOGITS, 2e-7)));
              }
            });
  }

  @ParameterizedTest
  @MethodSource("backendsAndBatches")
  void trainsToPyTorchsLossesAndWeights(Backend backend, int batch) {
    LanguageModel model = model(backend);
    List<Double> losses = Objects.requireNonNull(golden.losses().get(String.valueOf(batch)));

    train(model, batch, losses, gradients -> {});

    assertWeights(model, "final-batch-" + batch + ".safetensors");
  }

  @ParameterizedTest
  @MethodSource("backends")
  void clipsGradientsAsPyTorchDoes(Backend backend) {
    LanguageModel model = model(backend);
    Clipped clipped = golden.clipped();
    GradientClipping clipping = new GradientClipping(backend, clipped.clipNorm(), 0);
    List<Double> norms = new ArrayList<>();

    train(
        model,
        clipped.batch(),
        clipped.losses(),
        gradients -> {
          norms.add(backend.norm(gradients.block()));
          clipping.apply(gradients);
        });

    assertThat(norms).anyMatch(norm -> norm < clipped.clipNorm());
    assertThat(norms).anyMatch(norm -> norm > 1.5 * clipped.clipNorm());
    assertThat(norms).hasSameSizeAs(clipped.norms());
    for (int step = 0; step < norms.size(); step++) {
      assertThat(norms.get(step))
          .as("norm of the gradient of step %d", step)
          .isCloseTo(
              clipped.norms().get(step),
              within(TestedBackends.tolerance(backend, TOLERANCE_OF_NORMS, 1e-4)));
    }
    assertWeights(model, "final-clipped.safetensors");
  }

  private void train(
      LanguageModel model, int batch, List<Double> losses, Consumer<Parameters> beforeTheStep) {
    Parameters gradients = model.weights().zerosLike();
    BackpropagationThroughTime backpropagation =
        new BackpropagationThroughTime(model, golden.sequenceLength(), batch);
    Adam adam = new Adam(model, 0.9, 0.999, 1e-8, 0);

    assertThat(losses).hasSize(50);
    for (int step = 0; step < losses.size(); step++) {
      double sum = backpropagation.lossAndGradients(batch(step, batch), gradients);
      beforeTheStep.accept(gradients);
      adam.step(gradients, 0.005);
      assertThat(sum / (batch * golden.sequenceLength()))
          .as("loss of step %d", step)
          .isCloseTo(losses.get(step), within(TOLERANCE_OF_LOSSES));
    }
  }

  private static void assertWeights(LanguageModel model, String file) {
    Safetensors expected = Safetensors.read(GoldenFiles.file(file));
    for (ParameterShape shape : model.weights().shapes()) {
      float[] weights = model.weights().read(shape);
      float[] theirs = Objects.requireNonNull(expected.tensors().get(shape.name())).values();
      assertThat(theirs).hasSize(weights.length);
      for (int i = 0; i < weights.length; i++) {
        assertThat((double) weights[i])
            .as("number %d of %s", i, shape.name())
            .isCloseTo(theirs[i], within(TOLERANCE_OF_WEIGHTS));
      }
    }
  }

  private LanguageModel model(Backend backend) {
    LanguageModel model =
        new LanguageModel(
            backend,
            new ModelShape(Cell.VANILLA, 1, golden.hiddenSize(), corpus.vocabulary().size()));
    ModelFile.initialize(GoldenFiles.file("initial.safetensors"), model, corpus.vocabulary());
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
