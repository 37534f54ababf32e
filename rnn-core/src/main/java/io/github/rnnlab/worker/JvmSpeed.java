package io.github.rnnlab.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Detects a JVM that is tens or hundreds of times slower than usual, and writes notes for the log.
 * The results are the same.
 *
 * <p>The duration of a fused multiply-add is measured, in less than a tenth of a millisecond;
 * asking the JVM for its flag would take a thousand times as long, on HotSpot only. In hardware it
 * takes about 10 nanoseconds even when interpreted; with big decimals, more than 10 microseconds.
 */
final class JvmSpeed {
  /** Between the longest time of hardware and the shortest of big decimals. */
  private static final long SLOW_NANOSECONDS = 1_000;

  private static final int BATCHES = 5;
  private static final int CALLS = 10;

  /** Keeps the compiler from removing the measured code. */
  private static volatile float result;

  private JvmSpeed() {}

  /** Returns a line for each reason that makes this JVM slow. */
  static List<String> notes() {
    return notes(nanosecondsOfMultiplyAdd(), System.getProperty("java.vm.info", ""));
  }

  /** Returns the notes for a duration and a description of the JVM. */
  static List<String> notes(long nanoseconds, String vmInfo) {
    List<String> notes = new ArrayList<>();
    if (nanoseconds > SLOW_NANOSECONDS) {
      notes.add(
          String.format(
              Locale.ROOT,
              "This JVM has no fused multiply-add in hardware: one takes %,d ns instead of some 10."
                  + " Training and generating give the same bits, but take some hundred times as"
                  + " long. Remove -XX:-UseFMA and -XX:UseAVX from -Drnn.argLine and"
                  + " JAVA_TOOL_OPTIONS where they stand there; else use a processor that has it"
                  + " (x86 since 2013, every 64-bit ARM), and no emulator or virtual machine that"
                  + " hides it.",
              nanoseconds));
    }
    if (vmInfo.contains("interpreted mode")) {
      notes.add(
          "This JVM only interprets, so that training takes some hundred times as long. Remove"
              + " -Xint from -Drnn.argLine and JAVA_TOOL_OPTIONS.");
    } else if (vmInfo.contains("emulated-client")) {
      notes.add(
          "This JVM has no optimizing compiler, so that training takes some thirty times as long."
              + " Remove -XX:TieredStopAtLevel and -client from -Drnn.argLine and"
              + " JAVA_TOOL_OPTIONS.");
    }
    return notes;
  }

  /**
   * Returns the shortest of several mean durations, because other work on the processor slows only
   * some of them.
   */
  private static long nanosecondsOfMultiplyAdd() {
    long least = Long.MAX_VALUE;
    float x = 1.1f;
    for (int batch = 0; batch < BATCHES && least > SLOW_NANOSECONDS / 10; batch++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        x = Math.fma(x, 0.7f, 0.3f);
      }
      least = Math.min(least, (System.nanoTime() - start) / CALLS);
    }
    result = x;
    return least;
  }
}
