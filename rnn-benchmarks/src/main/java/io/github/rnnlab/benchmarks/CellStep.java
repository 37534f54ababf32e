package io.github.rnnlab.benchmarks;

import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times training steps of a model of any cell on random characters. Prints one line: {@code ms=...
 * chars/s=... rate=... of=...}, the milliseconds of a step, its characters per second, its billions
 * of multiply-adds per second, and these as a share of a large product's.
 */
public final class CellStep {
  private static final int CHARACTERS = 1_000_000;
  private static final int LARGE = 1024;

  private CellStep() {}

  /**
   * Options: {@code --backend --cell --layers --hidden --batch --length --threads --warm-up
   * --steps}, and {@code --profile true} for where the time goes.
   */
  public static void main(String[] arguments) {
    WorkerFlags.require();
    Options options =
        new Options(
            Map.of(
                "backend", "vector", "cell", "lstm", "layers", "2", "hidden", "256", "batch", "64",
                "length", "128", "threads", "1", "warm-up", "10", "steps", "20", "profile",
                "false"),
            List.of(arguments));
    ModelShape shape = TrainingStep.shape(options);
    try (Backend backend =
        Backends.open(options.text("backend"), Device.CPU, options.whole("threads"))) {
      if (Boolean.parseBoolean(options.text("profile"))) {
        profile(backend, shape, options);
      } else {
        time(backend, shape, options);
      }
    }
  }

  private static TrainingStep step(Backend backend, ModelShape shape, Options options) {
    return new TrainingStep(
        backend,
        shape,
        Numbers.ids(CHARACTERS, Seed.VOCABULARY),
        options.whole("length"),
        options.whole("batch"));
  }

  private static void time(Backend backend, ModelShape shape, Options options) {
    TrainingStep step = step(backend, shape, options);
    Stopwatch.warmUp(options.number("warm-up"), step::take);
    double seconds = Stopwatch.seconds(options.whole("steps"), step::take);
    double characters = options.number("batch") * options.number("length");
    double rate = characters * multiplyAdds(shape) / seconds;
    double large = Math.pow(LARGE, 3) / LargeGemm.seconds(backend, LARGE, 3, 40);
    System.out.printf(
        Locale.ROOT,
        "ms=%.3f chars/s=%.0f rate=%.1f of=%.0f%%%n",
        seconds * 1e3,
        characters / seconds,
        rate * 1e-9,
        100 * rate / large);
  }

  /**
   * Returns the multiply-adds of a character: each weight but those that are looked up is used
   * forward, for the gradients of states and for its own.
   */
  private static double multiplyAdds(ModelShape shape) {
    double units = shape.hidden();
    double products = (2.0 * shape.layers() - 1) * shape.cell().gates() * units * units;
    return 3 * (products + units * shape.vocabulary());
  }

  private static void profile(Backend backend, ModelShape shape, Options options) {
    Limits limits = Limits.measure(backend, 0);
    Profile profile = new Profile();
    TrainingStep step = step(TimedBackend.around(backend, profile), shape, options);
    Stopwatch.warmUp(options.number("warm-up"), step::take);
    profile.clear();
    int steps = options.whole("steps");
    double seconds = Stopwatch.seconds(steps, step::take) * steps;
    System.out.print(profile.toMarkdown(seconds, (long) steps * options.whole("batch"), limits));
  }
}
