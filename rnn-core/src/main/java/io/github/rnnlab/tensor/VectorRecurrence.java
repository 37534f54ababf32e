package io.github.rnnlab.tensor;

/**
 * The steps of a recurrence, as one thread takes its share of them. At each, the rows of the former
 * step times the recurrent weights are added to the rows of the next one, which an activation then
 * turns into states or their gradients.
 *
 * <p>Every element is one chain of fused multiply-adds in the order of {@link Recurrence#firstK},
 * whoever computes it and however far ahead.
 */
final class VectorRecurrence {
  /** What a row of sums becomes. */
  @FunctionalInterface
  interface Activation {
    /** Goes over columns {@code [from, to)} of a row. */
    void apply(int row, int from, int to);
  }

  private final ThreadTeam team;
  private final int member;
  private final VectorWeights weights = new VectorWeights();

  /** Makes what a member of a team needs. */
  VectorRecurrence(ThreadTeam team, int member) {
    this.team = team;
    this.member = member;
  }

  /**
   * Takes this member's share of all steps. It arrives at a point of the team's work whenever its
   * share of a step's rows is known.
   *
   * @param matrix the weights, from the former state to the next
   * @param rows time-major, as many for each step as there are sequences; the first step's stay as
   *     they are
   * @param batch how many sequences there are
   * @param members how many threads share the steps
   * @param activation what becomes of the sums
   */
  void forward(HostMatrix matrix, HostMatrix rows, int batch, int members, Activation activation) {
    Share share = Share.of(member, members, batch, rows.stride);
    weights.pack(matrix, false, share.from(), share.to(), share.rows());
    run(rows, share.first(), batch, batch, share, activation);
  }

  /**
   * Takes this member's share of all steps from the last to the first, with the transposed weights;
   * the activation comes to the last step's rows, too, which are the first point.
   */
  void backward(HostMatrix matrix, HostMatrix rows, int batch, int members, Activation activation) {
    if (rows.rows == 0) {
      return;
    }
    Share share = Share.of(member, members, batch, rows.stride);
    weights.pack(matrix, true, share.from(), share.to(), share.rows());
    int last = rows.rows - batch + share.first();
    activate(last, share, activation);
    run(rows, last, batch, -batch, share, activation);
  }

  /** Takes all steps, which are so many rows apart. */
  private void run(
      HostMatrix rows, int first, int batch, int apart, Share share, Activation activation) {
    int steps = rows.rows / batch - 1;
    if (batch == 1 && share.members() == 1) {
      takeAlone(rows, first, apart, steps, activation);
      return;
    }
    for (int step = 0; step < steps; step++) {
      int row = first + step * apart;
      if (batch == 1 && step % 2 == 1) {
        multiplyGroups(rows, row, row + apart, step, share);
      } else {
        multiply(rows, row, row + apart, 0, weights.groups(), 0, rows.columns, share);
      }
      activate(row + apart, share, activation);
    }
  }

  /**
   * Takes all steps of one sequence, and reads weights once for two steps. What a step gives for a
   * group of columns is there before the next group's turn; so sums of the next step over this
   * group can be formed along with this step's. Even steps end from the right, odd ones from the
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
   */
  private void takeAlone(HostMatrix rows, int first, int apart, int steps, Activation activation) {
    int groups = weights.groups();
    for (int group = 0; group < groups && steps > 0; group++) {
      weights.multiplyOne(group, rows, first, first + apart, 0, end(group, rows));
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
      team.arrive(member);
    }
  }

  private void takeEven(HostMatrix rows, int row, int apart, Activation activation) {
    int next = row + apart;
    for (int group = weights.groups() - 1; group >= 0; group--) {
      int k = end(group, rows);
      if (k < rows.columns) {
        weights.multiplyTwo(group, rows, row, next, next, next + apart, k, rows.columns);
      }
      activate(group, rows, next, activation);
    }
  }

  /** The next step's own columns are summed along with both steps' of the group that follows. */
  private void takeOdd(HostMatrix rows, int row, int apart, Activation activation) {
    int next = row + apart;
    int after = next + apart;
    int last = weights.groups() - 1;
    for (int group = 0; group <= last; group++) {
      if (group > 0) {
        int before = weights.column(group - 1);
        if (before > 0) {
          weights.multiplyTwo(group, rows, row, next, next, after, 0, before);
        }
        weights.multiplyTwoAndOne(group, rows, row, next, next, after, after);
      }
      weights.multiplyOne(group, rows, row, next, weights.column(group), end(group, rows));
      activate(group, rows, next, activation);
    }
    weights.multiplyOne(last, rows, next, after, weights.column(last), rows.columns);
  }

  private void takeLast(HostMatrix rows, int row, int apart, boolean even, Activation activation) {
    int next = row + apart;
    for (int group = 0; group < weights.groups(); group++) {
      int end = end(group, rows);
      if (even) {
        weights.multiplyOne(group, rows, row, next, end, rows.columns);
      } else {
        weights.multiplyOne(group, rows, row, next, 0, end);
      }
      activate(group, rows, next, activation);
    }
  }

  private void activate(int group, HostMatrix rows, int row, Activation activation) {
    activation.apply(row, weights.column(group), weights.column(group + 1));
  }

  /** Returns the k after the last one that is a column of a group. */
  private static int end(int group, HostMatrix rows) {
    return Math.min((group + 1) * Recurrence.GROUP, rows.columns);
  }

  /** Adds the products of an odd step of one sequence to this thread's columns, group by group. */
  private void multiplyGroups(HostMatrix rows, int row, int next, int step, Share share) {
    for (int group = 0; group < weights.groups(); group++) {
      int first = Recurrence.firstK(1, step, weights.column(group), rows.columns);
      multiply(rows, row, next, group, group + 1, first, rows.columns, share);
      multiply(rows, row, next, group, group + 1, 0, first, share);
    }
  }

  /**
   * Adds the product of a step's rows with groups {@code [group, last)} of this thread's weights to
   * the next ones, for k of {@code [k, end)}. It takes the columns of each thread in ascending
   * order, as soon as they are there.
   */
  private void multiply(
      HostMatrix rows, int row, int next, int group, int last, int k, int end, Share share) {
    for (int other = 0; other < share.members(); other++) {
      int from = Math.max(k, share.column(other, rows.stride));
      int to = Math.min(end, share.column(other + 1, rows.stride));
      if (from < to) {
        if (share.members() > 1) {
          team.await(member, other, team.arrived(member));
        }
        weights.multiply(group, last, rows, row, next, share.rows(), from, to);
      }
    }
  }

  private void activate(int row, Share share, Activation activation) {
    for (int i = 0; i < share.rows(); i++) {
      activation.apply(row + i, share.from(), share.to());
    }
    team.arrive(member);
  }

  /**
   * What a thread does at each step: some sequences of a large batch, which it need not share with
   * anyone; or some columns of a small one, and then it needs what the other threads computed at
   * the step before.
   *
   * @param first the first of its sequences
   * @param rows how many they are
   * @param from its first column
   * @param to the column after its last
   * @param members how many threads share each step
   */
  private record Share(int first, int rows, int from, int to, int members) {
    static Share of(int member, int members, int batch, int columns) {
      if (batch >= VectorTile.ROWS * members) {
        int first = ThreadTeam.share(member, members, batch);
        int rows = ThreadTeam.share(member + 1, members, batch) - first;
        return new Share(first, rows, 0, columns, 1);
      }
      Share all = new Share(0, batch, 0, columns, members);
      return new Share(
          0, batch, all.column(member, columns), all.column(member + 1, columns), members);
    }

    /**
     * Returns the first column of a thread: of a single sequence, whose order depends on groups, it
     * takes whole ones, and else whole panels on every machine.
     */
    int column(int member, int columns) {
      int unit = rows == 1 ? Recurrence.GROUP : Recurrence.GROUP / 2;
      int units = (columns + unit - 1) / unit;
      return Math.min(ThreadTeam.share(member, members, units) * unit, columns);
    }
  }
}
