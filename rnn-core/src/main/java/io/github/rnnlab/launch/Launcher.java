package io.github.rnnlab.launch;

import io.github.rnnlab.run.ProgressListener;

/**
 * A place that carries out runs: this JVM ({@link InProcess}), another one, or a cluster. Equal
 * orders end in equal reports and models everywhere. Threads may share a launcher, unless it says
 * otherwise.
 */
public interface Launcher extends AutoCloseable {
  /**
   * Trains a run, unless it is up to date, and waits for its end.
   *
   * @param listener receives the progress, on the thread of the call
   * @return how the run ended; a run that fails is an outcome, too
   * @throws InterruptedException if the thread is interrupted. The run is stopped in order then:
   *     the next launch goes on from where it was saved
   */
  Outcome launch(Order order, ProgressListener listener) throws InterruptedException;

  /** Gives up what the launcher holds. */
  @Override
  default void close() {}
}
