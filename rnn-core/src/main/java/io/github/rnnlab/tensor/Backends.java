package io.github.rnnlab.tensor;

import io.github.rnnlab.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Opens backends by their names in a config: those of all {@linkplain BackendProvider providers},
 * and {@code auto}, which is {@code vector} where this JVM can run it, and {@code scalar}
 * elsewhere.
 *
 * <p>Any number of threads may call these methods at once.
 */
public final class Backends {
  private static final String AUTO = "auto";
  private static final String WHERE = "backend.name";

  private Backends() {}

  /**
   * Opens a backend.
   *
   * @param name of a provider, or {@code auto}
   * @param threads the number of threads that compute, at least 1; the scalar backend always uses
   *     one
   * @throws InvalidInputException if there is no such backend or it cannot run here; no other
   *     replaces it
   */
  public static Backend open(String name, Device device, int threads) {
    BackendProvider provider = provider(name);
    requireNoObstacle(provider, device);
    return provider.open(device, threads);
  }

  /**
   * Opens a backend for work that ends before the JVM has compiled the Vector API, which is very
   * slow until then. The scalar backend replaces {@code vector}, with the same bits.
   *
   * @throws InvalidInputException as {@link #open} does
   */
  public static Backend openForShortWork(String name, Device device, int threads) {
    BackendProvider provider = provider(name);
    requireNoObstacle(provider, device);
    boolean isVector = provider.name().equals(VectorProvider.NAME);
    return open(isVector ? ScalarProvider.NAME : name, device, threads);
  }

  /**
   * Returns the provider of a backend, whether it can run here or not.
   *
   * @throws InvalidInputException if there is no such backend on the class path
   */
  public static BackendProvider provider(String name) {
    if (name.equals(AUTO)) {
      BackendProvider vector = provider(VectorProvider.NAME);
      return vector.whyNot(Device.CPU).isEmpty() ? vector : provider(ScalarProvider.NAME);
    }
    List<String> names = new ArrayList<>();
    for (BackendProvider provider : providers()) {
      if (provider.name().equals(name)) {
        return provider;
      }
      names.add(provider.name());
    }
    throw new InvalidInputException(
        WHERE,
        name,
        String.join(", ", names) + " or " + AUTO,
        "Choose one of them, or add the jar of the backend to the class path"
            + " (io.github.rnnlab:rnn-nd4j for nd4j).");
  }

  /** Returns whether a name is that of an exact backend; every JVM knows these. */
  public static boolean isExact(String name) {
    return name.equals(AUTO)
        || providers().stream()
            .map(ServiceLoader.Provider::get)
            .anyMatch(
                provider ->
                    provider.name().equals(name) && provider.numericClass() == NumericClass.EXACT);
  }

  /**
   * Describes the library of a backend as {@link BackendProvider#library} does; empty for an exact
   * one.
   *
   * @throws InvalidInputException if the backend is tolerant and cannot run here
   */
  public static Optional<String> library(String name, Device device, int threads) {
    BackendProvider provider = provider(name);
    if (provider.numericClass() == NumericClass.EXACT) {
      return Optional.empty();
    }
    requireNoObstacle(provider, device);
    return provider.library(device, threads);
  }

  /** Returns the flags that make any of the backends fast in a JVM of its own. */
  public static List<String> jvmFlags() {
    List<String> flags = new ArrayList<>();
    providers().forEach(provider -> flags.addAll(provider.jvmFlags()));
    return flags;
  }

  /** Searches the class path of this class, a plugin's realm, whatever that of the thread is. */
  private static ServiceLoader<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader());
  }

  private static void requireNoObstacle(BackendProvider provider, Device device) {
    provider
        .whyNot(device)
        .ifPresent(
            obstacle -> {
              throw obstacle.refusal();
            });
  }
}
