package io.github.rnnlab.tensor;

import io.github.rnnlab.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Backends by the names that a config calls them by.
 *
 * <p>Any number of threads may call these methods at once.
 */
public final class Backends {
  private Backends() {}

  /**
   * Opens a backend.
   *
   * @param name {@code vector}, {@code scalar}, or {@code auto} for vector where the JVM has its
   *     module and else scalar
   * @param threads how many threads compute, at least 1; the scalar backend always uses one
   * @throws InvalidInputException if the backend cannot run here; nothing else is taken in its
   *     place
   */
  public static Backend open(String name, int threads) {
    return switch (name) {
      case "vector" -> vector(threads);
      case "scalar" -> new ScalarBackend();
      case "auto" -> hasVectorModule() ? new VectorBackend(threads) : new ScalarBackend();
      default -> throw unknown(name);
    };
  }

  private static InvalidInputException unknown(String name) {
    return new InvalidInputException(
        "backend.name", name, "vector, scalar or auto", "Choose one of them.");
  }

  /**
   * Opens a backend for work that ends before a JVM has compiled the Vector API, which is very slow
   * until then: the scalar backend stands in for vector, with the same bits.
   *
   * @throws InvalidInputException as {@link #open} does
   */
  public static Backend openForShortWork(String name, int threads) {
    return switch (name) {
      case "vector" -> {
        requireVectorModule();
        yield new ScalarBackend();
      }
      case "auto" -> new ScalarBackend();
      default -> open(name, threads);
    };
  }

  /** Returns the numeric class of a backend, which need not be there. */
  public static NumericClass numericClass(String name) {
    return switch (name) {
      case "vector", "scalar", "auto" -> NumericClass.EXACT;
      default -> throw unknown(name);
    };
  }

  /** Returns the name and version of the library of a tolerant backend; null for an exact one. */
  public static @Nullable String library(String name) {
    return switch (name) {
      case "vector", "scalar", "auto" -> null;
      default -> throw unknown(name);
    };
  }

  private static Backend vector(int threads) {
    requireVectorModule();
    return new VectorBackend(threads);
  }

  private static void requireVectorModule() {
    if (!hasVectorModule()) {
      throw new InvalidInputException(
          "backend.name",
          "vector in a JVM without the module jdk.incubator.vector",
          "a JVM that has it",
          "Start the JVM with --add-modules jdk.incubator.vector (mvn rnn:train does; -Drnn.jvm"
              + " chooses another JDK), or set backend.name to auto or scalar, which give the same"
              + " bits.");
    }
  }

  private static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }
}
