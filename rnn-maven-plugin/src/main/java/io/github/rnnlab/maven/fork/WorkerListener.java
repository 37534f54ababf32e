package io.github.rnnlab.maven.fork;

import io.github.rnnlab.worker.Event;

/** Hears what a worker prints; called on the thread that runs it, but for {@link #stopped()}. */
public interface WorkerListener {
  /** Takes an event; the last one of a worker goes into its outcome instead. */
  void event(Event event);

  /** Takes a line that the worker printed beside its events. */
  void stray(String line);

  /** The JVM of the build goes down, as after Ctrl-C, and the worker is stopped. */
  void stopped();
}
