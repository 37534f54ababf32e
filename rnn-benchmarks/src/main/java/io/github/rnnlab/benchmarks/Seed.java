package io.github.rnnlab.benchmarks;

import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.tensor.Cell;

/** The sizes of the notebook's model. */
final class Seed {
  /** T, characters in a window. */
  static final int STEPS = 100;

  /** H. */
  static final int HIDDEN = 192;

  /** V, distinct characters of Tiny Shakespeare. */
  static final int VOCABULARY = 65;

  private Seed() {}

  /** Returns the notebook's model for so many characters. */
  static ModelShape shape(int vocabulary) {
    return new ModelShape(Cell.VANILLA, 1, HIDDEN, vocabulary);
  }
}
