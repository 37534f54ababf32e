package io.github.rnnlab.tensor;

/**
 * Takes the steps of a single vanilla sequence, on one thread. Reading the weights takes all the
 * time of such a step, so each weight is read once for two steps. {@link Recurrence#firstK} orders
 * the sums so that this is possible.
 */
final class VectorSequence {
  private final VectorWeights weights;
  private final Runnable stepDone;
  private int toGate;

  /** Multiplies with weights, of all columns; a callback runs after every step. */
  VectorSequence(VectorWeights weights, Runnable stepDone) {
    this.weights = weights;
    this.stepDone = stepDone;
  }

  /**
   * Takes all steps of one sequence, and reads weights once for two steps. The result of a step for
   * a group of columns is known before the next group's turn, so the sums of the next step over
   * this group are formed along with this step's. Even steps end from the right, odd ones from the
   * left:
   *
   * <pre>
   *   an even step                                      an odd step
   *   k in group   column in group 0   1      2         0      1      2
   *   0                            -   -      -         own    both   both
   *   1                            both  -    -         -      own    both
   *   2                            both  both  -        -      -      own
   * </pre>
   *
   * Both are this step's and the next one's; own is this step's, and then, as soon as it is
   * activated, the next one's from the first-level cache; what is left was summed up a step before.
   *
   * @param rows of which each step's is multiplied for the next one's
   * @param first the first row that is multiplied
   * @param apart from a row to the next step's: 1 or -1
   * @param gate from a row of sums to its row of gates
   */
  void take(
      HostMatrix rows,
      int first,
      int apart,
      int steps,
      int gate,
      VectorRecurrence.Activation activation) {
    toGate = gate;
    int groups = weights.groups();
    for (int group = 0; group < groups && steps > 0; group++) {
      weights.multiplyOne(group, rows, first, rows, first + apart, 0, end(group, rows));
    }
    for (int step = 0; step < steps; step++) {
      int row = first + step * apart;
      if (step == steps - 1) {
        takeLast(rows, row, apart, step % 2 == 0, activation);
      } else if (step % 2 == 0) {
        takeEven(rows, row, apart, activation);
      } else {
        takeOdd(rows, row, apart, activation);
      }
      stepDone.run();
    }
  }

  private void takeEven(
      HostMatrix rows, int row, int apart, VectorRecurrence.Activation activation) {
    int next = row + apart;
    for (int group = weights.groups() - 1; group >= 0; group--) {
      int k = end(group, rows);
      if (k < rows.columns) {
        weights.multiplyTwo(group, rows, row, next, rows, next, next + apart, k, rows.columns);
      }
      activate(group, rows, next, activation);
    }
  }

  /** The next step's own columns are summed along with both steps' of the group that follows. */
  private void takeOdd(
      HostMatrix rows, int row, int apart, VectorRecurrence.Activation activation) {
    int next = row + apart;
    int after = next + apart;
    int last = weights.groups() - 1;
    for (int group = 0; group <= last; group++) {
      if (group > 0) {
        int before = weights.column(group - 1);
        if (before > 0) {
          weights.multiplyTwo(group, rows, row, next, rows, next, after, 0, before);
        }
        weights.multiplyTwoAndOne(group, rows, row, next, next, after, after);
      }
      weights.multiplyOne(group, rows, row, rows, next, weights.column(group), end(group, rows));
      activate(group, rows, next, activation);
    }
    weights.multiplyOne(last, rows, next, rows, after, weights.column(last), rows.columns);
  }

  private void takeLast(
      HostMatrix rows, int row, int apart, boolean even, VectorRecurrence.Activation activation) {
    int next = row + apart;
    for (int group = 0; group < weights.groups(); group++) {
      int end = end(group, rows);
      if (even) {
        weights.multiplyOne(group, rows, row, rows, next, end, rows.columns);
      } else {
        weights.multiplyOne(group, rows, row, rows, next, 0, end);
      }
      activate(group, rows, next, activation);
    }
  }

  private void activate(
      int group, HostMatrix rows, int row, VectorRecurrence.Activation activation) {
    activation.apply(row + toGate, weights.column(group), weights.column(group + 1));
  }

  /** Returns the k after the last one that is a column of a group. */
  private static int end(int group, HostMatrix rows) {
    return Math.min((group + 1) * Recurrence.GROUP, rows.columns);
  }
}
