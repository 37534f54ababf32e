package io.github.rnnlab.stage;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Backend;
import io.github.rnnlab.record.Recipe;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.tensor.NumericClass;
import io.github.rnnlab.tensor.Numerics;
import org.jspecify.annotations.Nullable;

/** Derives recipes from configs. */
public final class Recipes {
  private Recipes() {}

  /**
   * Returns what a config asks this version of the software to compute. The backend is not opened,
   * but the library of a tolerant one is loaded, because only that knows its kernels.
   *
   * @throws InvalidInputException if a tolerant backend cannot run here
   */
  public static Recipe of(ExperimentConfig config) {
    Backend backend = config.backend();
    Device device = Device.of(backend.device()).orElseThrow();
    return of(config, Backends.library(backend.name(), device, backend.threadsHere()).orElse(null));
  }

  /**
   * Returns a recipe without a look at the backend.
   *
   * @param library of a tolerant backend; null for an exact one
   */
  static Recipe of(ExperimentConfig config, @Nullable String library) {
    NumericClass numericClass = library == null ? NumericClass.EXACT : NumericClass.TOLERANT;
    return new Recipe(Numerics.VERSION, numericClass, library, config.hashed());
  }

  /**
   * Returns whether every JVM knows the recipe. That of a tolerant backend, whose library counts,
   * is known to the worker alone.
   */
  public static boolean isKnownEverywhere(ExperimentConfig config) {
    return Backends.isExact(config.backend().name());
  }
}
