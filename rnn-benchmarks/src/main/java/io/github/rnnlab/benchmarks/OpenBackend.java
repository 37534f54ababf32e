package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The backend that a benchmark measures. Benchmarks take it in their own set-up, which JMH
 * therefore runs after this one's.
 */
@State(Scope.Thread)
public class OpenBackend {
  /** Which backend: vector or scalar. */
  @Param("vector")
  public String name = "";

  /** Threads of the backend; JMH's own stay at 1. */
  @Param("1")
  public int threads;

  private Backend backend;

  /** Opens the backend. */
  @Setup
  public void open() {
    WorkerFlags.require();
    backend = Backends.open(name, Device.CPU, threads);
  }

  /** Ends the backend's threads. */
  @TearDown
  public void close() {
    backend.close();
  }

  /** Returns the backend. */
  public Backend backend() {
    return backend;
  }
}
