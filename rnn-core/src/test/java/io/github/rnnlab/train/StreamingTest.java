package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.token.TokenStore;
import io.github.rnnlab.token.Windows;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 256, 257, 258, 300})
  void predictsEveryCharacterButTheFirstFromAllBeforeIt(int characters) {
    TinyCorpus corpus = TinyCorpus.prepare(directory, 6);
    LanguageModel model = model(corpus);
    TokenStore tokens = corpus.corpus().tokens();
    int from = 17;

    assertThat(new Streaming(model, new Windows(tokens, from, from + characters, 2, 1)).meanLoss())
        .isCloseTo(inOnePass(model, tokens, from, characters), within(1e-6));
  }

  @Test
  void givesTheSameAgainAndChangesNoWeight() {
    TinyCorpus corpus = TinyCorpus.prepare(directory, 6);
    LanguageModel model = model(corpus);
    String before = model.weights().sha256();
    Streaming streaming = new Streaming(model, new Windows(corpus.corpus().tokens(), 5, 305, 2, 1));
    double loss = streaming.meanLoss();
    assertThat(streaming.meanLoss()).isEqualTo(loss);
    assertThat(model.weights().sha256()).isEqualTo(before);
  }

  @Test
  void unwindsWhenItsThreadIsInterrupted() {
    TinyCorpus corpus = TinyCorpus.prepare(directory, 6);
    Validation validation = new Validation(model(corpus), corpus.windows(5));
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(CancellationException.class).isThrownBy(validation::loss);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static double inOnePass(
      LanguageModel model, TokenStore tokens, int from, int characters) {
    int[] inputs = new int[characters - 1];
    int[] targets = new int[characters - 1];
    tokens.read(from, inputs, inputs.length);
    tokens.read(from + 1, targets, targets.length);
    Pass sequence = model.pass(inputs.length, 1);
    sequence.startFromZero();
    model.forward(inputs, sequence);
    return model.loss(targets, sequence) / targets.length;
  }

  private static LanguageModel model(TinyCorpus corpus) {
    LanguageModel model =
        new LanguageModel(
            new ScalarBackend(), new ModelShape(Cell.VANILLA, 1, 9, corpus.vocabularySize()));
    model.initialize(Initialization.NORMAL, 0.3, 0, RandomStream.named(2, "init"));
    return model;
  }
}
