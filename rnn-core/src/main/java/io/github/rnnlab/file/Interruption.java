package io.github.rnnlab.file;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

/**
 * Tells an interrupt from a fault. An interrupt closes the file that its thread reads or writes, so
 * it looks like a file that cannot be read; whoever catches such a failure asks here before it
 * concludes anything about the file.
 */
public final class Interruption {
  private Interruption() {}

  /**
   * Does nothing unless the reading or writing failed because its thread was interrupted.
   *
   * @param failure what reading or writing threw, or what that was wrapped in
   * @throws CancellationException if the thread was interrupted; it stays interrupted
   */
  public static void rethrow(Throwable failure) {
    if (failure instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted()) {
      throw cancellation(failure);
    }
  }

  /** Returns what ends a run in order whose thread was interrupted. */
  public static CancellationException cancellation(Throwable cause) {
    CancellationException cancellation = new CancellationException("asked to stop");
    cancellation.initCause(cause);
    return cancellation;
  }
}
