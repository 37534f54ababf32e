package io.github.rnnlab.tensor;

import io.github.rnnlab.InvalidInputException;

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
      default ->
          throw new InvalidInputException(
              "backend.name", name, "vector, scalar or auto", "Choose one of them.");
    };
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
          "Choose a JDK that has it with -Drnn.jvm, or set backend.name to scalar, which gives the"
              + " same bits.");
    }
  }

  private static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }
}
