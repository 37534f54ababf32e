package io.github.rnnlab.misplaced.record;

import io.github.rnnlab.misplaced.tensor.UsesALayerAbove;

/** May use one class of the tensor package, and uses another. */
public final class UsesMoreThanTheNumericClass {
  public Class<?> tensor() {
    return UsesALayerAbove.class;
  }
}
