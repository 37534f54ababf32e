package io.github.rnnlab.maven.fork;

import io.github.rnnlab.worker.Event;

/** Receives the output of a worker, on the thread that runs it, except for {@link #stopped}. */
public interface WorkerListener {
  /** Receives an event. The last event of a worker goes into its outcome instead. */
  void event(Event event);

  /** Receives a line that is no event. */
  void stray(String line);

  /**
   * Called when the build's JVM shuts down, as after Ctrl-C, and the worker is gone, after its last
   * event.
   *
   * @param inOrder whether the worker stopped in order; otherwise it was killed
   */
  void stopped(boolean inOrder);
}
