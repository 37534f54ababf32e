package io.github.rnnlab.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Notices a JVM that computes tens or hundreds of times as slowly as it could. It says so in a
 * note; the bits are the same.
 *
 * <p>What a fused multiply-add takes is measured, in less than a tenth of a millisecond: to ask the
 * JVM for its flag takes a thousand times as long, and only one kind of JVM would answer. Where the
 * hardware does it, it takes some 10 nanoseconds even when interpreted, and more than 10
 * microseconds where it is computed with big decimals.
 */
final class JvmSpeed {
  /** Between what the hardware takes at most and what big decimals take at least. */
  private static final long SLOW_NANOSECONDS = 1_000;

  private static final int BATCHES = 5;
  private static final int CALLS = 10;

  /** Keeps the compiler from leaving out what nobody reads. */
  private static volatile float result;

  private JvmSpeed() {}

  /** Returns a line for each thing that makes this JVM slow. */
  static List<String> notes() {
    return notes(nanosecondsOfMultiplyAdd(), System.getProperty("java.vm.info", ""));
  }

  /** As {@link #notes()}, for what was found. */
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

  /** The least of some means: a processor that is busy with something else slows only some. */
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
