package io.github.rnnlab.tensor;

import java.util.List;
import java.util.Optional;

/**
 * Opens backends of one kind. {@link Backends} finds providers by {@link java.util.ServiceLoader},
 * so a jar on the class path can bring another: it names its provider in {@code
 * META-INF/services/io.github.rnnlab.tensor.BackendProvider}.
 *
 * <p>A provider has no state, so any number of threads may use it at once. Making one, and asking
 * it anything but {@link #open}, must work in every JVM.
 */
public interface BackendProvider {
  /** Returns the name that a config calls the backend by, such as {@code vector}. */
  String name();

  /** Returns whether results are the same bits on every machine. */
  NumericClass numericClass();

  /**
   * Returns the name and version of the library that computes, which is part of a run's identity;
   * empty for an exact backend, whose bits depend on no library.
   */
  Optional<String> library();

  /**
   * Returns why the backend cannot run in this JVM, as what was found, what is expected and what to
   * do; empty if it can.
   */
  Optional<Obstacle> whyNot();

  /**
   * Returns the flags that make the backend fast in a JVM of its own, in the order in which they
   * are given. They must not stop a JVM of any supported version from starting.
   */
  List<String> jvmFlags();

  /**
   * Opens a backend.
   *
   * @param threads how many threads compute, at least 1
   */
  Backend open(int threads);

  /**
   * What keeps a backend from running.
   *
   * @param found in this JVM or machine
   * @param expected instead
   * @param fix a full sentence
   */
  record Obstacle(String found, String expected, String fix) {}
}
