package io.github.rnnlab.tensor;

/**
 * The steps of a recurrence, as one thread takes its share of them. At each, the rows of the former
 * step times the recurrent weights are added to the rows of the next one, which an activation then
 * turns into states or their gradients.
 *
 * <p>Every element is one chain of fused multiply-adds over ascending k, whoever computes it and
 * however far ahead.
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
   * Takes this member's share of all steps.
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
    run(rows, share.first(), batch, rows.rows / batch - 1, share, activation);
  }

  /**
   * Takes this member's share of all steps from the last to the first, with the transposed weights;
   * the activation comes to the last step's rows, too.
   */
  void backward(HostMatrix matrix, HostMatrix rows, int batch, int members, Activation activation) {
    if (rows.rows == 0) {
      return;
    }
    Share share = Share.of(member, members, batch, rows.stride);
    weights.pack(matrix, true, share.from(), share.to(), share.rows());
    int last = rows.rows - batch + share.first();
    activate(last, share, activation);
    run(rows, last, -batch, rows.rows / batch - 1, share, activation);
  }

  private void run(
      HostMatrix rows, int first, int stride, int steps, Share share, Activation activation) {
    int step = 0;
    if (share.rows() == 1 && share.members() == 1) {
      for (; step + 2 <= steps; step += 2) {
        takeTwo(rows, first + step * stride, stride, activation);
      }
    }
    for (; step < steps; step++) {
      int row = first + step * stride;
      multiply(rows, row, row + stride, share);
      activate(row + stride, share, activation);
    }
  }

  /**
   * Takes two steps of one sequence, and reads weights once for both where it can. What the first
   * step gives for the columns of one panel is known before the next panel is read; so the sums of
   * the second step over all k before a panel can be formed along with those of the first:
   *
   * <pre>
   *   k of panel   panel 0         panel 1         panel 2
   *   0            first, second   both            both
   *   1            first, second   first, second   both
   *   2            first, second   first, second   first, second
   * </pre>
   */
  private void takeTwo(HostMatrix rows, int start, int stride, Activation activation) {
    int first = start + stride;
    int second = first + stride;
    for (int panel = 0; panel < weights.panels(); panel++) {
      int column = weights.column(panel);
      weights.multiply(panel, 2, rows, start, first, stride, 0, column);
      weights.multiply(panel, 1, rows, start, first, stride, column, rows.columns);
      activation.apply(first, column, weights.column(panel + 1));
    }
    for (int panel = 0; panel < weights.panels(); panel++) {
      int column = weights.column(panel);
      weights.multiply(panel, 1, rows, first, second, stride, column, rows.columns);
    }
    activation.apply(second, 0, rows.stride);
  }

  /**
   * Adds the product of a step's rows with this thread's weights to the next ones. It takes the
   * columns of each thread in ascending order, as soon as they are there: so the first thread is
   * half a step ahead of the last, and none waits for news from another processor.
   */
  private void multiply(HostMatrix rows, int row, int next, Share share) {
    for (int other = 0; other < share.members(); other++) {
      int from = Share.column(other, share.members(), rows.stride);
      int to = Share.column(other + 1, share.members(), rows.stride);
      if (share.members() > 1) {
        team.await(member, other);
      }
      weights.multiply(rows, row, next, from, Math.min(to, rows.columns));
    }
  }

  private void activate(int row, Share share, Activation activation) {
    for (int i = 0; i < share.rows(); i++) {
      activation.apply(row + i, share.from(), share.to());
    }
    if (share.members() > 1) {
      team.arrive(member);
    }
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
      int from = column(member, members, columns);
      return new Share(0, batch, from, column(member + 1, members, columns), members);
    }

    /** Returns the first column of a thread. */
    static int column(int member, int members, int columns) {
      return ThreadTeam.share(member, members, columns / HostMatrix.LANES) * HostMatrix.LANES;
    }
  }
}
