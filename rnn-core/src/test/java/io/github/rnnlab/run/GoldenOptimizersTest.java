package io.github.rnnlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.modelfile.ModelFile;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.prepare.WindowsFile;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.schedule.LearningRates;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.TestedBackends;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import io.github.rnnlab.train.GoldenFiles;
import io.github.rnnlab.train.Position;
import io.github.rnnlab.train.ShardGradients;
import io.github.rnnlab.train.Trainer;
import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.TrainingPlan;
import io.github.rnnlab.train.ValidationLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trains by every optimizer as {@code torch.optim} does, from the same weights on the same windows,
 * and expects the same losses and weights. {@code src/test/python/golden_optimizers.py} has written
 * them.
 */
@Tag(TestedBackends.TAG)
class GoldenOptimizersTest {
  // Over these 50 steps PyTorch in floats and PyTorch in doubles differ by 5e-7 in the losses and
  // by 7e-7 in the weights.
  private static final double TOLERANCE = 5e-6;

  private static final int LENGTH = 25;
  private static final int HIDDEN = 24;
  private static final int STEPS = 50;
  private static final int BATCH = 3;

  /**
   * What PyTorch gave.
   *
   * @param torch its version
   */
  record Golden(String torch, List<Case> cases) {}

  /**
   * One run.
   *
   * @param training the keys of {@code training} that differ from their defaults
   * @param losses the mean loss of each step
   */
  record Case(String name, Map<String, Object> training, List<Double> losses) {
    ExperimentConfig config() {
      Map<String, Object> training = new LinkedHashMap<>(training());
      training.putAll(Map.of("epochs", 1, "batchSize", BATCH, "shuffle", false));
      training.put("windows", STEPS * BATCH);
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("name", name);
      config.put("corpus", Map.of("file", "a.txt"));
      config.put("training", training);
      return ExperimentConfigs.parse(Json.line(config), name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final PreparedCorpus corpus =
      WindowsFile.open(GoldenFiles.file("golden_char_windows.npy"), LENGTH);

  static Stream<Arguments> cases() {
    Golden golden = Json.read(GoldenFiles.text("optimizers/optimizers.json"), Golden.class);
    assertThat(golden.cases()).hasSize(11);
    return golden.cases().stream()
        .flatMap(run -> TestedBackends.all().map(backend -> Arguments.of(run, backend.get())));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void trainsToPyTorchsLossesAndWeights(Case expected, Backend backend) {
    LanguageModel model =
        new LanguageModel(
            backend, new ModelShape(Cell.VANILLA, 1, HIDDEN, corpus.vocabulary().size()));
    ModelFile.initialize(
        GoldenFiles.file("cells/vanilla-1.safetensors"), model, corpus.vocabulary());
    ExperimentConfig config = expected.config();
    Losses losses = new Losses();
    TrainingPlan plan = TrainingRun.plan(config, firstWindows());

    new Trainer(
            model,
            Optimizers.of(config.training().optimizer(), model),
            LearningRates.of(config.training(), STEPS),
            plan,
            new ShardGradients(model, plan),
            /* states= */ null,
            losses)
        .run(Position.START);

    assertThat(losses.means).hasSize(STEPS);
    for (int step = 0; step < STEPS; step++) {
      assertThat(losses.means.get(step))
          .as("loss of step %d", step)
          .isCloseTo(expected.losses().get(step), within(TOLERANCE));
    }
    Safetensors theirs = Safetensors.read(GoldenFiles.file("optimizers/weights.safetensors"));
    for (ParameterShape shape : model.weights().shapes()) {
      float[] found = model.weights().read(shape);
      float[] right =
          Objects.requireNonNull(theirs.tensors().get(expected.name() + "/" + shape.name()))
              .values();
      assertThat(found).as(shape.name()).containsExactly(right, within((float) TOLERANCE));
    }
  }

  /** Windows in their own order; those that the run takes are the first. */
  private Split firstWindows() {
    Split all = Split.of(corpus.tokens(), 0, 0, LENGTH, 1);
    Windows windows = all.training();
    return new Split(
        new Windows(
            windows.tokens(),
            0,
            (long) STEPS * BATCH * windows.length(),
            windows.length(),
            windows.stride()),
        all.validation(),
        all.test());
  }

  /** Keeps the losses of the steps. */
  private static final class Losses implements TrainingListener {
    final List<Double> means = new ArrayList<>();

    @Override
    public void stepDone(int epoch, long step, double loss, double epochLoss) {
      means.add(loss);
    }

    @Override
    public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation) {}
  }
}
