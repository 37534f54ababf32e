package io.github.rnnlab.tensor;

/** The shapes of a recurrence over T steps of B sequences. */
final class Recurrence {
  private Recurrence() {}

  /** Refuses what is not T steps of B rows beside T + 1 of them, above all a batch of none. */
  static void requireFit(Matrix steps, Matrix weights, Matrix states, int batch) {
    int hidden = steps.columns();
    if (batch < 1
        || steps.rows() % batch != 0
        || states.rows() != steps.rows() + batch
        || states.columns() != hidden
        || weights.rows() != hidden
        || weights.columns() != hidden) {
      throw new IllegalArgumentException(
          "shapes do not fit: steps "
              + steps
              + ", weights "
              + weights
              + " and states "
              + states
              + " in batches of "
              + batch);
    }
  }
}
