package io.github.rnnlab.file;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

/**
 * Distinguishes an interrupt from a fault. An interrupt closes the file that its thread reads or
 * writes, and the failure looks as if the file were broken. Code that catches such a failure asks
 * here before it concludes anything about the file.
 */
public final class Interruption {
  private Interruption() {}

  /**
   * Throws if reading or writing failed because the thread was interrupted, and does nothing
   * otherwise.
   *
   * @param failure the exception of reading or writing, or one that wraps it
   * @throws CancellationException if the thread was interrupted; the thread stays interrupted
   */
  public static void rethrow(Throwable failure) {
    if (failure instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted()) {
      throw cancellation(failure);
    }
  }

  /** Returns an exception that ends a run in order after an interrupt. */
  public static CancellationException cancellation(Throwable cause) {
    CancellationException cancellation = new CancellationException("asked to stop");
    cancellation.initCause(cause);
    return cancellation;
  }
}
