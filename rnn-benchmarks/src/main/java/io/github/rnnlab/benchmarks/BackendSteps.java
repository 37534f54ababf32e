package io.github.rnnlab.benchmarks;

import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times training steps on a backend, of a model of any cell, for batches of random characters.
 * Prints the library of a tolerant backend, {@code library=...}, and a line for each batch: {@code
 * batch=... ms=... steps=...}, the median milliseconds of so many steps. A batch whose step would
 * take too long, by the time of the batch before, has {@code batch=... expected=...} instead, in
 * milliseconds.
 */
public final class BackendSteps {
  private static final int CHARACTERS = 1_000_000;

  /** Seconds before the first batch, in which the JVM compiles the loops. */
  private static final double FIRST_WARM_UP = 3;

  private static final double WARM_UP = 0.7;

  /** What takes so many seconds needs no warm-up of its own. */
  private static final double SLOW = 4;

  private static final double SECONDS = 1.2;

  private BackendSteps() {}

  /**
   * Options: {@code --backend --device --threads --cell --layers --hidden --batches --length}, and
   * {@code --limit}, the most seconds that a step may take.
   */
  public static void main(String[] arguments) {
    WorkerFlags.require();
    Options options =
        new Options(
            Map.of(
                "backend", "vector", "device", "cpu", "threads", "1", "cell", "lstm", "layers", "1",
                "hidden", "128", "batches", "1", "length", "100", "limit", "10"),
            List.of(arguments));
    Backends.provider(options.text("backend"))
        .library(device(options), options.whole("threads"))
        .ifPresent(library -> System.out.println("library=" + library));
    double perSequence = 0;
    for (String given : options.text("batches").split(",")) {
      int batch = Integer.parseInt(given);
      double expected = perSequence * batch;
      if (expected > options.number("limit")) {
        System.out.printf(Locale.ROOT, "batch=%d expected=%.0f%n", batch, expected * 1e3);
      } else {
        perSequence = time(options, batch, expected) / batch;
      }
    }
  }

  /** Times a batch on a backend of its own and returns the seconds. */
  private static double time(Options options, int batch, double expected) {
    ModelShape shape = TrainingStep.shape(options);
    int[] text = Numbers.ids(CHARACTERS, Seed.VOCABULARY);
    // Frees the memory of the batch before, also outside the heap.
    System.gc();
    try (Backend backend =
        Backends.open(options.text("backend"), device(options), options.whole("threads"))) {
      TrainingStep step = new TrainingStep(backend, shape, text, options.whole("length"), batch);
      if (expected < SLOW) {
        Stopwatch.warmUp(expected == 0 ? FIRST_WARM_UP : WARM_UP, step::take);
      }
      double[] seconds = Stopwatch.each(SECONDS, step::take);
      double median = seconds[seconds.length / 2];
      System.out.printf(
          Locale.ROOT, "batch=%d ms=%.3f steps=%d%n", batch, median * 1e3, seconds.length);
      return median;
    }
  }

  private static Device device(Options options) {
    return Device.of(options.text("device")).orElseThrow();
  }
}
