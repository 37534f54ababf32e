package io.github.rnnlab.benchmarks;

import java.util.stream.DoubleStream;

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

  /** Repeats it for so many seconds, once at least, and returns the seconds of each, sorted. */
  static double[] each(double seconds, Runnable work) {
    DoubleStream.Builder each = DoubleStream.builder();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      each.add(seconds(1, work));
    } while (System.nanoTime() - end < 0);
    return each.build().sorted().toArray();
  }
}
