package io.github.rnnlab.tensor;

import io.github.rnnlab.InvalidInputException;
import java.util.List;
import java.util.Optional;

/**
 * Opens backends of one kind. {@link Backends} finds providers through {@link
 * java.util.ServiceLoader}, so a jar on the class path can add a backend: it names its provider in
 * {@code META-INF/services/io.github.rnnlab.tensor.BackendProvider}.
 *
 * <p>A provider has no state, so any number of threads may use it at once. Its constructor and
 * every method but {@link #open} and {@link #library} must work in every JVM.
 */
public interface BackendProvider {
  /** Returns the name of the backend in a config, such as {@code vector}. */
  String name();

  /** Returns whether results are the same bits on every machine. */
  NumericClass numericClass();

  /**
   * Describes all that decides the bits of a tolerant backend, which is part of a run's identity:
   * the library and its version, the device, the kernels chosen for it, and the number of threads.
   * It may load the library. Empty for an exact backend, whose bits depend on none of these.
   *
   * @param threads the number of threads that compute, at least 1
   */
  default Optional<String> library(Device device, int threads) {
    return Optional.empty();
  }

  /** Returns what keeps the backend from running in this JVM; empty if nothing does. */
  default Optional<Obstacle> whyNot(Device device) {
    return device == Device.CPU
        ? Optional.empty()
        : Optional.of(
            new Obstacle(
                "backend.device",
                device.configName() + " for the backend " + name(),
                Device.CPU.configName() + ", the only device of this backend",
                "Set backend.device to cpu, or backend.name to nd4j."));
  }

  /**
   * Returns the flags that make the backend fast in a JVM of its own, in the order of the command
   * line. A JVM of every supported version must start with them.
   */
  default List<String> jvmFlags() {
    return List.of();
  }

  /**
   * Opens a backend.
   *
   * @param threads the number of threads that compute, at least 1
   */
  Backend open(Device device, int threads);

  /**
   * An obstacle that keeps a backend from running.
   *
   * @param key the config key that asks for it
   * @param found what this JVM or machine has
   * @param expected what the backend needs instead
   * @param fix what to do, as a full sentence
   */
  record Obstacle(String key, String found, String expected, String fix) {
    /** Returns the refusal of a config that asks for the backend nevertheless. */
    public InvalidInputException refusal() {
      return new InvalidInputException(key, found, expected, fix);
    }
  }
}
