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
      sum += one.loss(window);
    }

    Evaluation evaluation = new Evaluation(model, windows);
    double loss = evaluation.meanLoss();
    assertThat(loss).isCloseTo(sum / (count * STEPS), within(1e-6));
    assertThat(evaluation.meanLoss()).as("once more").isEqualTo(loss);
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
