package io.github.rnnlab.misplaced.train;

import io.github.rnnlab.misplaced.tensor.UsesALayerAbove;

/** Is where it belongs; only the cycle is not. */
public final class UsesALayerBelow {
  public Class<?> below() {
    return UsesALayerAbove.class;
  }
}
