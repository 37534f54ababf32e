package io.github.rnnlab.benchmarks;

/** The sizes of the notebook's model. */
final class Seed {
  /** T, characters in a window. */
  static final int STEPS = 100;

  /** H. */
  static final int HIDDEN = 192;

  /** V, distinct characters of Tiny Shakespeare. */
  static final int VOCABULARY = 65;

  private Seed() {}
}
