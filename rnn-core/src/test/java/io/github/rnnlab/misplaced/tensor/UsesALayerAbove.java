package io.github.rnnlab.misplaced.tensor;

import io.github.rnnlab.misplaced.train.UsesALayerBelow;

/** Breaks the order of the layers, and closes a cycle. */
public final class UsesALayerAbove {
  public Class<?> above() {
    return UsesALayerBelow.class;
  }
}
