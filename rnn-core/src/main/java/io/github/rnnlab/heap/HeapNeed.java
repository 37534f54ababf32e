package io.github.rnnlab.heap;

import static java.util.stream.Collectors.joining;

import io.github.rnnlab.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The largest need of heap of a goal, by parts, computed before anything is allocated. Immutable,
 * so any number of threads may share it.
 *
 * @param goal the goal, such as {@code training}
 * @param parts everything that is held at once
 */
public record HeapNeed(String goal, List<Part> parts) {
  /** The longest array of a JVM. */
  static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8L;

  /** The need of the JVM, the config and file buffers. */
  static final long BASE_BYTES = 4L << 20;

  /** The share below which a part is not mentioned. */
  private static final double WORTH_NAMING = 0.1;

  /**
   * The ratio of heap to need above which there is certainly room: two thirds of a heap hold old
   * objects, and arrays leave gaps.
   */
  private static final double ROOMY = 1.6;

  /**
   * A part of the need.
   *
   * @param what its name
   * @param bytes the size of all its arrays
   * @param longest the number of elements of its longest array
   * @param where the config key that it depends on most; empty for none
   * @param remedies how to make it smaller, such as {@code lower model.hiddenSize}
   */
  public record Part(String what, long bytes, long longest, String where, List<String> remedies) {}

  /** Copies the parts. */
  public HeapNeed {
    parts = List.copyOf(parts);
  }

  /** Returns the bytes of all parts together. */
  public long bytes() {
    return BASE_BYTES + parts.stream().mapToLong(Part::bytes).sum();
  }

  /**
   * Refuses sizes that exceed the longest array or the heap. If it is unclear whether the heap
   * suffices, the same amount is allocated for a moment, so that a run fails now and not at its
   * first checkpoint.
   *
   * @throws InvalidInputException naming the keys that make it smaller, and a sufficient heap
   */
  public void requireFit() {
    requireFit(Runtime.getRuntime().maxMemory());
  }

  /** Like {@link #requireFit()}, for a heap of at most this many bytes. */
  void requireFit(long heap) {
    for (Part part : parts) {
      if (part.longest() > LONGEST_ARRAY) {
        throw new InvalidInputException(
            part.where(),
            String.format(
                Locale.ROOT, "an array of %,d numbers for %s", part.longest(), part.what()),
            String.format(Locale.ROOT, "at most %,d, the longest that Java has", LONGEST_ARRAY),
            sentence(part.remedies()));
      }
    }
    if (bytes() > heap || (ROOMY * bytes() > heap && !fitsNow())) {
      throw tooLarge(heap);
    }
  }

  /** Returns whether arrays of these sizes can be allocated at once. */
  private boolean fitsNow() {
    try {
      List<byte[]> arrays = new ArrayList<>();
      for (Part part : parts) {
        long longest = Math.max(1 << 20, Math.min(part.longest() * Float.BYTES, LONGEST_ARRAY));
        for (long left = part.bytes(); left > 0; left -= longest) {
          arrays.add(new byte[(int) Math.min(left, longest)]);
        }
      }
      return !arrays.isEmpty();
    } catch (OutOfMemoryError e) {
      return false; // It was all for this, and is free again.
    }
  }

  private InvalidInputException tooLarge(long heap) {
    List<Part> large =
        parts.stream()
            .filter(part -> part.bytes() > WORTH_NAMING * bytes())
            .sorted(Comparator.comparingLong(Part::bytes).reversed())
            .toList();
    Set<String> remedies = new LinkedHashSet<>();
    large.forEach(part -> remedies.addAll(part.remedies()));
    remedies.add(
        String.format(
            Locale.ROOT, "give the worker more with -Drnn.argLine=-Xmx%dm", sufficient(heap)));
    String shares =
        large.stream()
            .map(part -> megabytes(part.bytes()) + " " + part.what())
            .collect(joining(", "));
    return new InvalidInputException(
        large.stream().map(Part::where).filter(key -> !key.isEmpty()).findFirst().orElse(goal),
        String.format(
            Locale.ROOT,
            "sizes for which %s needs %s of heap (%s)",
            goal,
            megabytes(bytes()),
            shares),
        "at most the worker's " + megabytes(heap),
        sentence(List.copyOf(remedies)));
  }

  /** Returns the megabytes of a larger heap with enough room. */
  private long sufficient(long heap) {
    long bytes = (long) Math.max(ROOMY * bytes(), 1.25 * heap);
    return ((bytes >> 20) / 64 + 1) * 64;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", (bytes >> 20) + 1);
  }

  private static String sentence(List<String> remedies) {
    int last = remedies.size() - 1;
    String all =
        last == 0
            ? remedies.get(0)
            : String.join(", ", remedies.subList(0, last)) + " or " + remedies.get(last);
    return Character.toUpperCase(all.charAt(0)) + all.substring(1) + ".";
  }
}
