package io.github.rnnlab;

import com.sun.management.ThreadMXBean;
import io.github.rnnlab.file.AtomicFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Feeds a reader damaged inputs. Each must get a clean answer: the right value, or an {@link
 * InvalidInputException} or {@link BrokenRunException} whose text has no control character; in
 * reasonable time and memory. {@code -Drnn.fuzz=200000} tries as many inputs instead of some
 * hundred, {@code -Drnn.fuzzSeed=2} others; whatever goes wrong is left in {@code target/fuzz}.
 */
public final class Fuzz {
  private static final int TRIALS = Integer.getInteger("rnn.fuzz", 200);
  private static final long SEED = Long.getLong("rnn.fuzzSeed", 1);
  private static final double MOST_SECONDS = 2;
  private static final long MOST_BYTES = 256L << 20;
  private static final int LONGEST_MESSAGE = 25_000;
  private static final int MOST_FAULTS = 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final Set<String> kinds = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();
  private double seconds;
  private long bytes;
  private int answered;

  /** Reads an input and checks the value that it gets. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Reads.
     *
     * @throws AssertionError if what was read is not what the input says
     */
    void read(byte[] input) throws Exception;
  }

  private Fuzz(String name) {
    this.name = name;
  }

  /**
   * Tries a reader.
   *
   * @param seeds valid inputs, which it must take
   * @throws AssertionError naming what went wrong, with the trial and a file of its input
   */
  public static void run(String name, List<byte[]> seeds, Reader reader) {
    for (byte[] seed : seeds) {
      try {
        reader.read(seed);
      } catch (Exception e) {
        throw new AssertionError(name + " refuses what is right", e);
      }
    }
    Fuzz fuzz = new Fuzz(name);
    for (int trial = 0; trial < TRIALS && fuzz.faults.size() < MOST_FAULTS; trial++) {
      // A generator of its own for each trial, so that one can be repeated alone.
      Random random = new Random(SEED * 1_000_003 + trial);
      fuzz.trial(trial, new Mutation(random).of(seeds), reader);
    }
    System.out.printf(
        Locale.ROOT,
        "fuzz %s: %d inputs, %d taken, at most %.3f s and %d MB%n",
        name,
        TRIALS,
        fuzz.answered,
        fuzz.seconds,
        fuzz.bytes >> 20);
    if (!fuzz.faults.isEmpty()) {
      throw new AssertionError(
          fuzz.faults.size()
              + " faults of "
              + name
              + " with -Drnn.fuzzSeed="
              + SEED
              + ":\n"
              + String.join("\n", fuzz.faults));
    }
  }

  private void trial(int trial, byte[] input, Reader reader) {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    // Not the clock's time, since the machine may be busy with other things.
    long start = THREADS.getCurrentThreadCpuTime();
    String fault = "";
    try {
      reader.read(input);
      answered++;
    } catch (InvalidInputException | BrokenRunException e) {
      fault = faultOf(String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      StackTraceElement[] trace = e.getStackTrace();
      fault = e.getClass().getName() + at(trace) + ": " + e.getMessage();
    }
    double took = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    long used = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    seconds = Math.max(seconds, took);
    bytes = Math.max(bytes, used);
    if (fault.isEmpty() && took > MOST_SECONDS) {
      fault = "took " + took + " s";
    }
    if (fault.isEmpty() && used > MOST_BYTES) {
      fault = "allocated " + (used >> 20) + " MB";
    }
    if (!fault.isEmpty()) {
      note(trial, input, fault);
    }
  }

  private static String faultOf(String message) {
    if (message.isBlank() || message.length() > LONGEST_MESSAGE) {
      return "a message of " + message.length() + " characters";
    }
    return message
        .codePoints()
        .filter(Fuzz::isControl)
        .mapToObj(c -> String.format(Locale.ROOT, "U+%04X in the message ", c) + message)
        .findFirst()
        .orElse("");
  }

  /** Whatever moves a cursor, changes a color, breaks a line or turns the direction of a text. */
  public static boolean isControl(int c) {
    return c < 0x20
        || isFrom(0x7F, 0x9F, c)
        || c == 0x061C
        || isFrom(0x200E, 0x200F, c)
        || isFrom(0x2028, 0x202E, c)
        || isFrom(0x2066, 0x2069, c)
        || isFrom(Character.MIN_SURROGATE, Character.MAX_SURROGATE, c);
  }

  private static boolean isFrom(int first, int last, int c) {
    return first <= c && c <= last;
  }

  private void note(int trial, byte[] input, String fault) {
    // One of a kind is enough: the same place in the code, or the same sort of message.
    if (!kinds.add(fault.replaceFirst("(?s)(: | characters| in the message).*", ""))) {
      return;
    }
    StringBuilder shown = new StringBuilder("  trial " + trial + ": ");
    fault
        .codePoints()
        .limit(300)
        .forEach(
            c ->
                shown.append(
                    isControl(c)
                        ? String.format(Locale.ROOT, "<%04X>", c)
                        : Character.toString(c)));
    Path file = Path.of("target", "fuzz", name.replaceAll("\\W+", "-") + "-" + trial);
    AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(input)));
    faults.add(shown + "\n    input: " + file);
  }

  /** Says where in this software an exception came through. */
  private static String at(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .filter(element -> element.getClassName().startsWith("io.github.rnnlab"))
        .limit(3)
        .map(element -> " at " + element.getFileName() + ":" + element.getLineNumber())
        .collect(Collectors.joining());
  }
}
