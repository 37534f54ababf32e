package io.github.rnnlab.stage;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.record.Recipe;
import io.github.rnnlab.tensor.BackendProvider;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.tensor.Numerics;

/** Derives recipes from configs. */
public final class Recipes {
  private Recipes() {}

  /**
   * Returns what a config asks this version of the software to compute. The backend is not opened;
   * that of a tolerant one may load its library.
   */
  public static Recipe of(ExperimentConfig config) {
    BackendProvider backend = Backends.provider(config.backend().name());
    Device device = Device.of(config.backend().device()).orElseThrow();
    return new Recipe(
        Numerics.VERSION,
        backend.numericClass(),
        backend.library(device, config.backend().threadsHere()).orElse(null),
        config.hashed());
  }
}
