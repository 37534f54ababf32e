package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.token.Windows;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private static final int STEPS = 6;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 33})
  void isTheMeanOverEveryPredictionOfEveryWindow(int count) {
    TinyCorpus corpus = TinyCorpus.prepare(directory, STEPS);
    LanguageModel model = model(corpus);
    model.initialize(Initialization.NORMAL, 0.3, 0, RandomStream.named(2, "init"));
    Windows windows = corpus.windows(count);
    BackpropagationThroughTime one = new BackpropagationThroughTime(model, STEPS, 1);
    int[][] window = new int[1][STEPS + 1];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      windows.read(i, window[0]);
      sum += one.lossAndGradients(window, model.weights().zerosLike());
    }

    Evaluation evaluation = new Evaluation(model, windows);
    double loss = evaluation.meanLoss();
    assertThat(loss).isCloseTo(sum / (count * STEPS), within(1e-6));
    assertThat(evaluation.meanLoss()).as("once more").isEqualTo(loss);
  }

  /** 8,192 tokens are the most for which 256 steps fit at once. */
  @Test
  void aLargeVocabularyIsEvaluatedSomeStepsAtATime() {
    assertThat(Evaluation.steps(256, 65)).isEqualTo(256);
    assertThat(Evaluation.steps(256, 8_192)).isEqualTo(256);
    assertThat(Evaluation.steps(256, 8_193)).isEqualTo(128);
    assertThat(Evaluation.steps(256, 50_000)).isEqualTo(32);
    assertThat(Evaluation.steps(256, 1_000_000)).isEqualTo(2);
    assertThat(Evaluation.steps(77, 50_000)).isEqualTo(77);
  }

  @ParameterizedTest
  @EnumSource
  void someStepsAtATimeGiveTheSameBits(Cell cell) {
    TinyCorpus corpus = TinyCorpus.prepare(directory, 8);
    LanguageModel model =
        new LanguageModel(new ScalarBackend(), new ModelShape(cell, 2, 9, corpus.vocabularySize()));
    model.initialize(Initialization.NORMAL, 0.3, 0, RandomStream.named(2, "init"));
    double loss = new Evaluation(model, corpus.windows(19)).meanLoss();
    for (int steps : new int[] {4, 2, 1}) {
      long most = (long) steps * Evaluation.BATCH * corpus.vocabularySize();
      assertThat(new Evaluation(model, corpus.windows(19), most).meanLoss()).isEqualTo(loss);
    }
  }

  /** The recurrence of a single vanilla sequence of more than 64 units counts its steps. */
  @Test
  void someStepsAtATimeBeginWithAnEvenStep() {
    TinyCorpus corpus = TinyCorpus.prepare(directory, 12);
    LanguageModel model =
        new LanguageModel(
            new ScalarBackend(), new ModelShape(Cell.VANILLA, 1, 100, corpus.vocabularySize()));
    model.initialize(Initialization.NORMAL, 0.3, 0, RandomStream.named(2, "init"));
    double loss = new Evaluation(model, corpus.windows(1)).meanLoss();
    assertThat(new Evaluation(model, corpus.windows(1), 1).meanLoss()).isEqualTo(loss);
  }

  @Test
  void isTheLogarithmOfTheVocabularyForAModelThatKnowsNothing() {
    TinyCorpus corpus = TinyCorpus.prepare(directory, STEPS);
    assertThat(new Evaluation(model(corpus), corpus.windows(17)).meanLoss())
        .isCloseTo(Math.log(corpus.vocabularySize()), within(1e-6));
  }

  @Test
  void changesNoWeight() {
    TinyCorpus corpus = TinyCorpus.prepare(directory, STEPS);
    LanguageModel model = model(corpus);
    model.initialize(Initialization.NORMAL, 0.3, 0, RandomStream.named(2, "init"));
    String before = model.weights().sha256();
    double unused = new Evaluation(model, corpus.windows(17)).meanLoss();
    assertThat(model.weights().sha256()).isEqualTo(before);
  }

  private static LanguageModel model(TinyCorpus corpus) {
    return new LanguageModel(
        new ScalarBackend(), new ModelShape(Cell.VANILLA, 1, 9, corpus.vocabularySize()));
  }
}
