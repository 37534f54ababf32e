package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.model.Shard;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.tensor.VectorBackend;
import io.github.rnnlab.token.TokenStore;
import io.github.rnnlab.token.Windows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StreamBatchesTest {
  @TempDir Path directory;

  private TokenStore tokens;
  private int vocabulary;

  @BeforeEach
  void prepare() {
    TinyCorpus corpus = TinyCorpus.prepare(directory, 6);
    tokens = corpus.corpus().tokens();
    vocabulary = corpus.vocabularySize();
  }

  /** Of the stated number of tokens, from the 17th on. */
  @ParameterizedTest
  @CsvSource({"100, 4, 5", "103, 4, 5", "24, 4, 5", "101, 1, 10", "350, 7, 49", "350, 7, 7"})
  void takeEachPredictionOfEachStreamOnce(int count, int streams, int length) {
    StreamBatches batches = new StreamBatches(text(17, count, length), streams);
    int each = count / streams;
    List<List<Integer>> read = new ArrayList<>();
    for (int stream = 0; stream < streams; stream++) {
      read.add(new ArrayList<>(List.of(tokens.get(17 + (long) stream * each))));
    }
    long predictions = 0;
    for (long batch = 0; batch < batches.count(); batch++) {
      boolean last = batch == batches.count() - 1;
      int steps = last ? batches.lastLength() : length;
      int[][] sequences = new int[streams][length + 1];
      batches.epoch(3).read(batch, sequences);
      predictions += (long) steps * streams;
      assertThat(batches.predictions(batch + 1)).isEqualTo(predictions);
      for (int stream = 0; stream < streams; stream++) {
        List<Integer> before = read.get(stream);
        assertThat(sequences[stream][0]).isEqualTo(before.get(before.size() - 1));
        Arrays.stream(sequences[stream], 1, steps + 1).forEach(before::add);
      }
    }
    for (int stream = 0; stream < streams; stream++) {
      int[] expected = new int[each];
      tokens.read(17 + (long) stream * each, expected, each);
      assertThat(read.get(stream))
          .containsExactly(Arrays.stream(expected).boxed().toArray(Integer[]::new));
    }
  }

  @Test
  void refuseStreamsShorterThanASequence() {
    assertThat(new StreamBatches(text(0, 55, 10), 5).count()).isEqualTo(1);
    assertThatThrownBy(() -> new StreamBatches(text(0, 54, 10), 5))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "training.batchSize: found 5 streams of 10 tokens each, from a training text of 54,"
                + " expected streams of at least 11, a sequence of 10 and the token after it."
                + " Lower training.batchSize to at most 4, lower prepare.sequenceLength or use a"
                + " longer corpus.");
    assertThatThrownBy(() -> new StreamBatches(text(0, 54, 10), 64))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("training.batchSize: found 64 streams of 0 tokens each");
  }

  /**
   * Sequences that follow each other, with carried states, have the logits of one pass over all of
   * them, to the bit. A single vanilla sequence sums every other step of a pass in another order,
   * so its sequences have an even length.
   */
  @ParameterizedTest
  @MethodSource
  void carriedStatesEqualOneLongPass(
      Cell cell, int layers, int streams, int length, Supplier<Backend> on) {
    try (Backend backend = on.get()) {
      LanguageModel model =
          new LanguageModel(backend, new ModelShape(cell, layers, 67, vocabulary));
      model.initialize(Initialization.NORMAL, 0.2, 1, RandomStream.named(3, "init"));
      int sequences = 4;
      StreamBatches batches =
          new StreamBatches(text(5, streams * (sequences * length + 1), length), streams);
      assertThat(batches.count()).isEqualTo(sequences);
      Parameters states = model.states(streams);
      Pass carried = model.pass(length, streams);
      Pass whole = model.pass(sequences * length, streams);
      int[] all = new int[sequences * length * streams];
      float[] found = new float[all.length * vocabulary];
      for (int i = 0; i < sequences; i++) {
        int[][] batch = new int[streams][length + 1];
        batches.epoch(1).read(i, batch);
        int[] inputs = new int[length * streams];
        for (int row = 0; row < inputs.length; row++) {
          inputs[row] = batch[row % streams][row / streams];
        }
        carried.startFrom(states, Shard.whole(streams));
        model.forward(inputs, carried);
        carried.keepLastStates(states, Shard.whole(streams));
        float[] logits = new float[inputs.length * vocabulary];
        backend.read(carried.logits(), logits);
        System.arraycopy(inputs, 0, all, i * inputs.length, inputs.length);
        System.arraycopy(logits, 0, found, i * logits.length, logits.length);
      }
      whole.startFromZero();
      model.forward(all, whole);
      float[] expected = new float[found.length];
      backend.read(whole.logits(), expected);
      assertThat(found).isEqualTo(expected);
    }
  }

  static Stream<Arguments> carriedStatesEqualOneLongPass() {
    List<Supplier<Backend>> backends =
        List.of(ScalarBackend::new, () -> new VectorBackend(1), () -> new VectorBackend(2));
    return Stream.of(Cell.values())
        .flatMap(
            cell ->
                backends.stream()
                    .flatMap(
                        backend ->
                            Stream.of(
                                Arguments.of(cell, 1, 1, 8, backend),
                                Arguments.of(cell, 2, 1, 6, backend),
                                Arguments.of(cell, 1, 5, 7, backend),
                                Arguments.of(cell, 3, 2, 5, backend))));
  }

  private Windows text(int from, int count, int length) {
    return new Windows(tokens, from, from + count, length + 1, 3);
  }
}
