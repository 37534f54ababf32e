package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.model.Dropout;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.optimizer.Adam;
import io.github.rnnlab.optimizer.LearningRate;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final int STEPS = 6;

  /** Too small to change a loss, so that a loss can be computed again afterwards. */
  private static final double FROZEN = 1e-30;

  @TempDir Path directory;

  private TinyCorpus corpus;

  @BeforeEach
  void prepare() {
    corpus = TinyCorpus.prepare(directory, STEPS);
  }

  @Test
  void theLastShortBatchCounts() {
    LanguageModel model = model();
    Recorded recorded = train(model, allOf(corpus.windows(7)), 1, 3, FROZEN);
    assertThat(recorded.steps).containsExactly("1/1", "1/2", "1/3");
    assertThat(recorded.training)
        .singleElement()
        .satisfies(loss -> assertThat(loss).isCloseTo(meanOfSingles(model, 7), within(1e-6)));
    assertThat(recorded.lossOfEpoch / (7 * STEPS)).isEqualTo(recorded.training.get(0));
  }

  @Test
  void theLastShortBatchIsLearntFrom() {
    LanguageModel whole = model();
    train(whole, allOf(corpus.windows(7)), 1, 3, 0.01);
    LanguageModel without = model();
    train(without, allOf(corpus.windows(6)), 1, 3, 0.01);
    assertThat(whole.weights().sha256()).isNotEqualTo(without.weights().sha256());
  }

  @Test
  void lossesAreAveragedPerCharacterWhateverTheBatch() {
    LanguageModel model = model();
    for (int batch : new int[] {1, 2, 3, 7, 50}) {
      assertThat(train(model, allOf(corpus.windows(7)), 1, batch, FROZEN).training.get(0))
          .as("batches of %d", batch)
          .isCloseTo(meanOfSingles(model, 7), within(1e-6));
    }
  }

  @Test
  void validationDoesNotChangeTraining() {
    LanguageModel with = model();
    Windows training = corpus.windows(7);
    Recorded judged =
        train(with, new Split(training, corpus.windows(5), corpus.windows(0)), 3, 2, 0.01);
    LanguageModel without = model();
    Recorded unjudged = train(without, allOf(training), 3, 2, 0.01);

    assertThat(judged.validation).hasSize(3).doesNotContainNull();
    assertThat(unjudged.validation).hasSize(3).containsOnlyNulls();
    assertThat(judged.training).isEqualTo(unjudged.training);
    assertThat(with.weights().sha256()).isEqualTo(without.weights().sha256());
  }

  @Test
  void theValidationLossIsThatAfterTheEpoch() {
    LanguageModel model = model();
    Windows validation = corpus.windows(5);
    Recorded recorded =
        train(model, new Split(corpus.windows(7), validation, corpus.windows(0)), 2, 2, 0.01);
    assertThat(recorded.validation).last().isEqualTo(new Validation(model, validation).loss());
  }

  @Test
  void refusesASecondThread() {
    LanguageModel model = model();
    Windows training = corpus.windows(4);
    List<Throwable> refusals = new ArrayList<>();
    Recorded recorded =
        new Recorded() {
          @Override
          public void stepDone(int epoch, long step, double loss, double epochLoss) {
            super.stepDone(epoch, step, loss, epochLoss);
            CompletableFuture.runAsync(() -> Objects.requireNonNull(trainer).run(Position.START))
                .exceptionally(
                    failure -> {
                      refusals.add(failure.getCause());
                      return null;
                    })
                .join();
          }
        };
    TrainingPlan plan = plan(allOf(training), 1, 2);
    recorded.trainer =
        new Trainer(
            model,
            new Adam(model, 0.9, 0.999, 1e-8, 0),
            LearningRate.constant(0.01),
            plan,
            new ShardGradients(model, plan),
            null,
            recorded);
    recorded.trainer.run(Position.START);
    assertThat(recorded.steps).containsExactly("1/1", "1/2");
    assertThat(refusals)
        .hasSize(2)
        .allSatisfy(
            refusal ->
                assertThat(refusal)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("using a trainer while thread"));
    LanguageModel undisturbed = model();
    train(undisturbed, allOf(training), 1, 2, 0.01);
    assertThat(model.weights().sha256()).isEqualTo(undisturbed.weights().sha256());
  }

  private double meanOfSingles(LanguageModel model, int count) {
    Windows windows = corpus.windows(count);
    BackpropagationThroughTime one = new BackpropagationThroughTime(model, STEPS, 1);
    int[][] window = new int[1][STEPS + 1];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      windows.read(i, window[0]);
      sum += one.lossAndGradients(window, model.weights().zerosLike());
    }
    return sum / (count * STEPS);
  }

  private Split allOf(Windows training) {
    return new Split(training, corpus.windows(0), corpus.windows(0));
  }

  private LanguageModel model() {
    LanguageModel model =
        new LanguageModel(
            new ScalarBackend(), new ModelShape(Cell.VANILLA, 1, 9, corpus.vocabularySize()));
    model.initialize(Initialization.NORMAL, 0.3, 0, RandomStream.named(2, "init"));
    return model;
  }

  private static Recorded train(
      LanguageModel model, Split split, int epochs, int batchSize, double learningRate) {
    TrainingPlan plan = plan(split, epochs, batchSize);
    Recorded recorded = new Recorded();
    new Trainer(
            model,
            new Adam(model, 0.9, 0.999, 1e-8, 0),
            LearningRate.constant(learningRate),
            plan,
            new ShardGradients(model, plan),
            null,
            recorded)
        .run(Position.START);
    return recorded;
  }

  private static TrainingPlan plan(Split split, int epochs, int batchSize) {
    long count = split.training().count();
    return new TrainingPlan(
        split,
        new WindowBatches(split.training(), new WindowOrder(count, count, 8, true), batchSize),
        batchSize,
        epochs,
        Dropout.NONE,
        0,
        0,
        1);
  }

  /** Keeps what it hears. */
  private static class Recorded implements TrainingListener {
    final List<String> steps = new ArrayList<>();
    final List<Double> training = new ArrayList<>();
    final List<@Nullable ValidationLoss> validation = new ArrayList<>();
    double lossOfEpoch;
    @Nullable Trainer trainer;

    @Override
    public void stepDone(int epoch, long step, double loss, double epochLoss) {
      steps.add(epoch + "/" + step);
      lossOfEpoch = epochLoss;
    }

    @Override
    public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss judged) {
      training.add(trainingLoss);
      validation.add(judged);
    }
  }
}
