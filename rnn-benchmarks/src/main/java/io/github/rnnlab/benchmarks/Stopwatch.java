package io.github.rnnlab.benchmarks;

/** Times something that takes micro- to milliseconds by repeating it. */
final class Stopwatch {
  private Stopwatch() {}

  /** Repeats it for so many seconds, until it is compiled. */
  static void warmUp(double seconds, Runnable work) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() - end < 0) {
      work.run();
    }
  }

  /** Repeats it so many times and returns the mean seconds of one. */
  static double seconds(long repetitions, Runnable work) {
    long started = System.nanoTime();
    for (long i = 0; i < repetitions; i++) {
      work.run();
    }
    return (System.nanoTime() - started) * 1e-9 / repetitions;
  }
}
