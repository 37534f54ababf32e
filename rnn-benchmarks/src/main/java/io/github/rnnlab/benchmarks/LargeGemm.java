package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.PackedMatrix;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times a large square matrix product. Prints one line: {@code ms=... rate=...}, the rate in
 * billions of multiply-adds per second.
 */
public final class LargeGemm {
  private LargeGemm() {}

  /** Options: {@code --size --threads --warm-up --repetitions}. */
  public static void main(String[] arguments) {
    WorkerFlags.require();
    Options options =
        new Options(
            Map.of("size", "1024", "threads", "1", "warm-up", "3", "repetitions", "40"),
            List.of(arguments));
    try (Backend backend = Backends.open("vector", Device.CPU, options.whole("threads"))) {
      int size = options.whole("size");
      double seconds =
          seconds(backend, size, options.number("warm-up"), options.whole("repetitions"));
      System.out.printf(
          Locale.ROOT, "ms=%.4f rate=%.3f%n", seconds * 1e3, 1e-9 * size * size * size / seconds);
    }
  }

  /** Returns the mean seconds of a product, from operands as they are. */
  static double seconds(Backend backend, int size, double warmUp, long repetitions) {
    Matrix a = Numbers.gaussian(backend, size, size, 1);
    Matrix b = Numbers.gaussian(backend, size, size, 1);
    Matrix c = backend.allocate(size, size);
    PackedMatrix packed = backend.allocatePacked(size, size);
    Runnable product =
        () -> {
          backend.fill(c, 0);
          backend.pack(b, false, packed);
          backend.gemm(a, packed, c);
        };
    Stopwatch.warmUp(warmUp, product);
    return Stopwatch.seconds(repetitions, product);
  }
}
