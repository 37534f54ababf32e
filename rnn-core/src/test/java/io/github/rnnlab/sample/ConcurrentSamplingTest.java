package io.github.rnnlab.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.tensor.VectorBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server shares one model among all of its threads. */
@Timeout(120)
class ConcurrentSamplingTest {
  private static final int TEXTS = 20;

  @Test
  void eightThreadsWithSamplersOfTheirOwnWriteEqualTexts() throws Exception {
    try (Backend backend = new VectorBackend(1)) {
      LanguageModel model = model(backend, 65, 192);
      int[] expected = text(new Sampler(model), 9, 40);
      List<int[]> texts =
          atOnce(
              8,
              thread -> {
                Sampler sampler = new Sampler(model);
                return IntStream.range(0, TEXTS).mapToObj(i -> text(sampler, 9, 40)).toList();
              });
      assertThat(texts).hasSize(8 * TEXTS).allSatisfy(text -> assertThat(text).isEqualTo(expected));
    }
  }

  /** Sizes with padding and without, below and above where one backend's own threads share work. */
  @ParameterizedTest
  @MethodSource("shapes")
  void anyNumberOfThreadsWritesWhatOneWrites(
      String name, int backendThreads, int vocabulary, int hidden, int threads) throws Exception {
    try (Backend backend = open(name, backendThreads)) {
      LanguageModel model = model(backend, vocabulary, hidden);
      Sampler shared = new Sampler(model);
      List<int[]> expected =
          IntStream.range(0, 3).mapToObj(seed -> text(new Sampler(model), seed, 25)).toList();
      List<int[]> texts =
          atOnce(
              threads,
              thread -> {
                Sampler sampler = thread % 2 == 0 ? shared : new Sampler(model);
                return IntStream.range(0, 3).mapToObj(seed -> text(sampler, seed, 25)).toList();
              });
      for (int i = 0; i < texts.size(); i++) {
        assertThat(texts.get(i)).isEqualTo(expected.get(i % 3));
      }
      assertThat(texts).hasSize(3 * threads);
    }
  }

  static Stream<Arguments> shapes() {
    return Stream.of("scalar", "vector")
        .flatMap(
            name ->
                Stream.of(1, 2, 3)
                    .flatMap(
                        backendThreads ->
                            Stream.of(new int[] {7, 33}, new int[] {65, 100}, new int[] {70, 464})
                                .flatMap(
                                    shape ->
                                        Stream.of(2, 5, 16)
                                            .map(
                                                threads ->
                                                    Arguments.of(
                                                        name,
                                                        backendThreads,
                                                        shape[0],
                                                        shape[1],
                                                        threads)))))
        .filter(arguments -> arguments.get()[0].equals("vector") || arguments.get()[1].equals(1));
  }

  /** A server may save or check a model that it writes with. */
  @Test
  void weightsAreReadWhileOthersWrite() throws Exception {
    try (Backend backend = new VectorBackend(2)) {
      LanguageModel model = model(backend, 70, 300);
      int[] expected = text(new Sampler(model), 9, 40);
      String hash = model.weights().sha256();
      List<int[]> texts =
          atOnce(
              6,
              thread -> {
                if (thread % 2 == 0) {
                  for (int i = 0; i < 20; i++) {
                    assertThat(model.weights().sha256()).isEqualTo(hash);
                  }
                }
                return List.of(text(new Sampler(model), 9, 40));
              });
      assertThat(texts).hasSize(6).allSatisfy(text -> assertThat(text).isEqualTo(expected));
    }
  }

  private static Backend open(String name, int threads) {
    return name.equals("scalar") ? new ScalarBackend() : new VectorBackend(threads);
  }

  private static LanguageModel model(Backend backend, int vocabulary, int hidden) {
    LanguageModel model =
        new LanguageModel(backend, new ModelShape(Cell.VANILLA, 1, hidden, vocabulary));
    model.initialize(Initialization.NORMAL, 0.2, 0, RandomStream.named(4, "init"));
    return model;
  }

  private static int[] text(Sampler sampler, long seed, int length) {
    return sampler.continueFrom(
        new int[] {1, 2, 3}, length, Sampling.at(0.9), RandomStream.named(seed, "sample"));
  }

  /** Starts so many threads at the same moment; returns what the first wrote, then the others. */
  private static List<int[]> atOnce(int threads, IntFunction<List<int[]>> work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<List<int[]>>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        Callable<List<int[]>> task =
            () -> {
              start.await();
              return work.apply(thread);
            };
        futures.add(executor.submit(task));
      }
      List<int[]> all = new ArrayList<>();
      for (Future<List<int[]>> future : futures) {
        all.addAll(future.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
