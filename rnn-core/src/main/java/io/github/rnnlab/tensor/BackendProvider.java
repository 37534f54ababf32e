package io.github.rnnlab.tensor;

import java.util.List;
import java.util.Optional;

/**
 * Opens backends of one kind. {@link Backends} finds providers through {@link
 * java.util.ServiceLoader}, so a jar on the class path can add a backend: it names its provider in
 * {@code META-INF/services/io.github.rnnlab.tensor.BackendProvider}.
 *
 * <p>A provider has no state, so any number of threads may use it at once. Its constructor and
 * every method but {@link #open} must work in every JVM.
 */
public interface BackendProvider {
  /** Returns the name of the backend in a config, such as {@code vector}. */
  String name();

  /** Returns whether results are the same bits on every machine. */
  NumericClass numericClass();

  /**
   * Returns the name and version of the library that computes, which are part of a run's identity;
   * empty for an exact backend, whose bits depend on no library.
   */
  default Optional<String> library() {
    return Optional.empty();
  }

  /** Returns what keeps the backend from running in this JVM; empty if nothing does. */
  default Optional<Obstacle> whyNot() {
    return Optional.empty();
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
  Backend open(int threads);

  /**
   * An obstacle that keeps a backend from running.
   *
   * @param found what this JVM or machine has
   * @param expected what the backend needs instead
   * @param fix what to do, as a full sentence
   */
  record Obstacle(String found, String expected, String fix) {}
}
