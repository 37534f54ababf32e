package io.github.rnnlab.tensor;

/** The shapes of a recurrence over T steps of B sequences, and the order of its sums. */
final class Recurrence {
  /** Columns of a group: what decides the order of a single sequence's sums. */
  static final int GROUP = 64;

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

  /**
   * Returns the k with which the sum of a column begins; k then ascends and goes round. It is 0,
   * but at every other step of a single sequence the first after the column's own group. The sums
   * of two steps then have terms in common that can be formed together, so that a backend reads the
   * weights of these once for both.
   *
   * @param batch how many sequences there are
   * @param step the step, in the order in which they are taken; 0 is the first that has a product
   * @param hidden how many k there are
   */
  static int firstK(int batch, int step, int column, int hidden) {
    if (batch > 1 || step % 2 == 0) {
      return 0;
    }
    int next = groupEnd(column);
    return next < hidden ? next : 0;
  }

  /** Returns the column after the group of a column. */
  static int groupEnd(int column) {
    return column - column % GROUP + GROUP;
  }

  private static IllegalArgumentException misfit(String shapes, int batch) {
    return new IllegalArgumentException("shapes do not fit: " + shapes + " in batches of " + batch);
  }
}
