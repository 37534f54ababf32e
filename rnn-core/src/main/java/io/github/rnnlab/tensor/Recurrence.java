package io.github.rnnlab.tensor;

/** The shapes of a recurrence over T steps of B sequences. */
final class Recurrence {
  private Recurrence() {}

  /**
   * Refuses a batch of none, states that are not T + 1 times B rows, and weights of other sizes.
   */
  static void requireFit(Matrix weights, Matrix states, int batch) {
    int hidden = states.columns();
    if (batch < 1
        || states.rows() < batch
        || states.rows() % batch != 0
        || weights.rows() != hidden
        || weights.columns() != hidden) {
      throw misfit("weights " + weights + " and states " + states, batch);
    }
  }

  /**
   * Refuses what {@link #requireFit(Matrix, Matrix, int)} refuses, and gradients of other steps.
   */
  static void requireFit(Matrix weights, Matrix states, Matrix dStates, int batch) {
    requireFit(weights, states, batch);
    if (dStates.rows() != states.rows() - batch || dStates.columns() != states.columns()) {
      throw misfit("states " + states + " and their gradients " + dStates, batch);
    }
  }

  private static IllegalArgumentException misfit(String shapes, int batch) {
    return new IllegalArgumentException("shapes do not fit: " + shapes + " in batches of " + batch);
  }
}
