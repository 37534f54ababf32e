package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times the seed's training loop on a text. Prints one line: {@code ms=... loss=...}, the
 * milliseconds of a step and the mean loss of the steps that were timed, in nats per character.
 *
 * <p>With {@code --profile true} it prints instead where the time goes.
 */
public final class SeedLoop {
  private SeedLoop() {}

  /**
   * Options: {@code --corpus --batch --threads --warm-up --steps --profile}, and {@code --rate} for
   * the profile's limits: billions of multiply-adds per second, measured here if it is 0.
   */
  public static void main(String[] arguments) throws IOException {
    WorkerFlags.require();
    Options options =
        new Options(
            Map.of(
                "corpus", "", "batch", "1", "threads", "1", "warm-up", "8", "steps", "2000",
                "profile", "false", "rate", "0"),
            List.of(arguments));
    String text = Files.readString(Path.of(options.text("corpus")));
    int[] characters = text.codePoints().sorted().distinct().toArray();
    int[] ids = text.codePoints().map(c -> Arrays.binarySearch(characters, c)).toArray();
    try (Backend backend = Backends.open("vector", Device.CPU, options.whole("threads"))) {
      if (Boolean.parseBoolean(options.text("profile"))) {
        profile(backend, ids, characters.length, options);
      } else {
        time(backend, ids, characters.length, options);
      }
    }
  }

  private static void time(Backend backend, int[] text, int vocabulary, Options options) {
    TrainingStep step =
        new TrainingStep(backend, Seed.shape(vocabulary), text, Seed.STEPS, options.whole("batch"));
    Stopwatch.warmUp(options.number("warm-up"), step::take);
    int steps = options.whole("steps");
    double[] loss = new double[1];
    double seconds = Stopwatch.seconds(steps, () -> loss[0] += step.take());
    System.out.printf(Locale.ROOT, "ms=%.4f loss=%.4f%n", seconds * 1e3, loss[0] / steps);
  }

  private static void profile(Backend backend, int[] text, int vocabulary, Options options) {
    Limits limits = Limits.measure(backend, options.number("rate"));
    Profile profile = new Profile();
    int batch = options.whole("batch");
    TrainingStep step =
        new TrainingStep(
            TimedBackend.around(backend, profile), Seed.shape(vocabulary), text, Seed.STEPS, batch);
    Stopwatch.warmUp(options.number("warm-up"), step::take);
    profile.clear();
    int steps = options.whole("steps");
    double seconds = Stopwatch.seconds(steps, step::take) * steps;
    System.out.print(profile.toMarkdown(seconds, (long) steps * batch, limits));
  }
}
