package io.github.rnnlab.benchmarks;

import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.sample.Sampler;
import io.github.rnnlab.sample.Sampling;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How fast threads write with one model, as a server would: each text has its own state. */
final class Generation {
  private static final int[] PROMPT = {1, 2, 3};

  private Generation() {}

  /**
   * Has {@code --threads} (several, with commas) write {@code --characters} each, and prints the
   * characters per second of all together.
   *
   * @throws IllegalStateException if two texts differ
   */
  public static void main(String[] arguments) throws InterruptedException {
    Options options =
        new Options(
            Map.of(
                "threads",
                "1,2,8,64",
                "characters",
                "20000",
                "hidden",
                "192",
                "backend",
                "vector",
                "warm-up",
                "5"),
            List.of(arguments));
    int characters = options.whole("characters");
    try (Backend backend = Backends.open(options.text("backend"), Device.CPU, 1)) {
      ModelShape shape = new ModelShape(Cell.VANILLA, 1, options.whole("hidden"), Seed.VOCABULARY);
      LanguageModel model = new LanguageModel(backend, shape);
      model.initialize(Initialization.NORMAL, 0.2, 1, RandomStream.named(1, "init"));
      Sampler sampler = new Sampler(model);
      Stopwatch.warmUp(options.number("warm-up"), () -> text(sampler, 1000));
      int[] expected = text(sampler, characters);
      for (String count : options.text("threads").split(",", -1)) {
        int threads = Integer.parseInt(count);
        double seconds = write(sampler, threads, expected);
        System.out.printf(
            Locale.ROOT,
            "threads=%d equal=%d characters/s=%.0f%n",
            threads,
            threads,
            threads * (double) characters / seconds);
      }
    }
  }

  /** Returns the seconds that all threads take together. */
  private static double write(Sampler sampler, int threads, int[] expected)
      throws InterruptedException {
    int[][] texts = new int[threads][];
    List<Thread> writers =
        IntStream.range(0, threads)
            .mapToObj(i -> new Thread(() -> texts[i] = text(sampler, expected.length)))
            .toList();
    long started = System.nanoTime();
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }
    double seconds = (System.nanoTime() - started) * 1e-9;
    if (!Stream.of(texts).allMatch(text -> Arrays.equals(text, expected))) {
      throw new IllegalStateException("threads wrote different texts");
    }
    return seconds;
  }

  private static int[] text(Sampler sampler, int characters) {
    return sampler.continueFrom(
        PROMPT, characters, Sampling.at(0.8), RandomStream.named(1, "sample"));
  }
}
