package io.github.rnnlab.worker;

import java.util.Locale;

/** Explains how much memory a worker had and how to give it more. */
final class OutOfMemory {
  /** Words of messages about the JVM's heap; all others are about the system's memory. */
  private static final String[] OF_THE_HEAP = {"heap space", "GC overhead", "array size"};

  private OutOfMemory() {}

  /**
   * Describes an {@link OutOfMemoryError}.
   *
   * @param reason its message
   * @param heap the most bytes that the heap may have
   */
  static String describe(String reason, long heap) {
    for (String words : OF_THE_HEAP) {
      if (reason.contains(words)) {
        return String.format(
            Locale.ROOT,
            "The worker ran out of memory (%s): its heap of %,d MB is too small. Give it twice as"
                + " much with -Drnn.argLine=-Xmx%dm, or make the run smaller: lower"
                + " model.hiddenSize, training.batchSize or prepare.sequenceLength.",
            reason,
            megabytes(heap),
            2 * megabytes(heap));
      }
    }
    return String.format(
        Locale.ROOT,
        "The worker ran out of memory (%s), and not of its heap of %,d MB. Free memory of the"
            + " system, raise its limits for this user, or lower backend.threads.",
        reason,
        megabytes(heap));
  }

  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
