package io.github.rnnlab.stage;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.record.Recipe;
import io.github.rnnlab.tensor.BackendProvider;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Numerics;

/** What a config asks this version of the software to compute. */
public final class Recipes {
  private Recipes() {}

  /** Returns the recipe of a config, whose backend is named and need not be there. */
  public static Recipe of(ExperimentConfig config) {
    BackendProvider backend = Backends.provider(config.backend().name());
    return new Recipe(
        Numerics.VERSION, backend.numericClass(), backend.library().orElse(null), config.hashed());
  }
}
