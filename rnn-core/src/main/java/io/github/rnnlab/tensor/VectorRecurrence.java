package io.github.rnnlab.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * Takes one thread's share of the steps of a recurrence. Each step adds the rows of the former
 * step, times the recurrent weights, to the rows of the next; an activation then turns these into
 * states or their gradients. Forward, one matrix of states is multiplied for every gate. Backward,
 * the gradients of every gate are multiplied for one matrix of gradients of states.
 *
 * <p>Every element is one chain of fused multiply-adds in the order of {@link Recurrence#firstK},
 * whichever thread computes it.
 */
final class VectorRecurrence {
  /** Turns the sums of a row of gates into states or gradients. */
  @FunctionalInterface
  interface Activation {
    /** Computes columns {@code [from, to)} of a row of gates. */
    void apply(int row, int from, int to);
  }

  private final ThreadTeam team;
  private final int member;
  private final VectorWeights[] weights = new VectorWeights[Cell.LSTM.gates()];
  private final VectorGemm tiles = new VectorGemm();
  private final VectorSequence sequence;

  /** Allocates the buffers of a member of a team. */
  VectorRecurrence(ThreadTeam team, int member) {
    this.team = team;
    this.member = member;
    Arrays.setAll(weights, gate -> new VectorWeights());
    sequence = new VectorSequence(weights[0], () -> team.arrive(member));
  }

  /**
   * Takes this member's share of all steps. It arrives at a point of the team's work whenever its
   * share of a step's rows is known.
   *
   * @param members how many threads share the steps
   * @param activation computes the states after a step
   */
  void forward(Recurrence recurrence, int members, Activation activation) {
    Share share = Share.of(member, members, recurrence);
    pack(recurrence, false, share);
    if (isSingleVanilla(recurrence, share)) {
      sequence.take((HostMatrix) recurrence.hidden(), 0, 1, recurrence.steps(), -1, activation);
      return;
    }
    Steps steps =
        steps(recurrence, List.of(recurrence.hidden()), recurrence.recurrentGates(), share);
    for (int step = 0; step < recurrence.steps(); step++) {
      int row = step * recurrence.batch() + share.first();
      multiply(steps, step, row, row);
      activate(row, share, activation);
    }
  }

  /**
   * Takes this member's share of all steps from the last to the first, with the transposed weights;
   * the activation comes to the last step's rows, too, which are the first point.
   */
  void backward(Recurrence recurrence, int members, Activation activation) {
    int batch = recurrence.batch();
    int last = recurrence.steps() - 1;
    if (last < 0) {
      return;
    }
    Share share = Share.of(member, members, recurrence);
    pack(recurrence, true, share);
    activate(last * batch + share.first(), share, activation);
    if (isSingleVanilla(recurrence, share)) {
      sequence.take((HostMatrix) recurrence.dHidden(), last, -1, last, 0, activation);
      return;
    }
    Steps steps =
        steps(recurrence, recurrence.dRecurrentGates(), List.of(recurrence.dHidden()), share);
    for (int step = 0; step < last; step++) {
      int row = (last - step) * batch + share.first();
      multiply(steps, step, row, row - batch);
      activate(row - batch, share, activation);
    }
  }

  private static boolean isSingleVanilla(Recurrence recurrence, Share share) {
    return recurrence.cell() == Cell.VANILLA && share.rows() == 1 && share.members() == 1;
  }

  private Steps steps(Recurrence recurrence, List<Matrix> from, List<Matrix> to, Share share) {
    VectorPanels[][] panels = new VectorPanels[from.size()][to.size()];
    for (int left = 0; left < from.size(); left++) {
      for (int right = 0; right < to.size(); right++) {
        panels[left][right] = weights[left + right].panels();
      }
    }
    return new Steps(
        recurrence, from.toArray(HostMatrix[]::new), to.toArray(HostMatrix[]::new), panels, share);
  }

  private void pack(Recurrence recurrence, boolean transpose, Share share) {
    for (int gate = 0; gate < recurrence.weights().size(); gate++) {
      HostMatrix matrix = (HostMatrix) recurrence.weights().get(gate);
      weights[gate].pack(matrix, transpose, share.from(), share.to(), share.rows());
    }
  }

  /**
   * Adds the products of a step to this thread's columns.
   *
   * @param from the first of this thread's rows in what is multiplied
   * @param to the first of its rows in the sums
   */
  private void multiply(Steps steps, int step, int from, int to) {
    int columns = steps.columns();
    if (steps.recurrence().firstK(step, 0) == 0) {
      multiply(steps, from, to, 0, weights[0].groups(), 0, columns);
      return;
    }
    for (int group = 0; group < weights[0].groups(); group++) {
      int first = steps.recurrence().firstK(step, weights[0].column(group));
      multiply(steps, from, to, group, group + 1, first, columns);
      multiply(steps, from, to, group, group + 1, 0, first);
    }
  }

  /**
   * Adds the products of a step's rows with groups {@code [group, last)} of this thread's weights,
   * for k of {@code [k, end)}. It takes the columns of each thread in ascending order, as soon as
   * they are there.
   */
  private void multiply(Steps steps, int row, int next, int group, int last, int k, int end) {
    Share share = steps.share();
    for (int left = 0; left < steps.from().length; left++) {
      int stride = steps.from()[left].stride;
      for (int other = 0; other < share.members(); other++) {
        int from = Math.max(k, share.column(other, stride));
        int to = Math.min(end, share.column(other + 1, stride));
        if (from < to) {
          if (share.members() > 1) {
            team.await(member, other, team.arrived(member));
          }
          multiply(steps, left, row, next, group, last, from, to);
        }
      }
    }
  }

  /** Adds the products of one left operand, for k of {@code [from, to)}, which are all there. */
  private void multiply(
      Steps steps, int left, int row, int next, int group, int last, int from, int to) {
    Share share = steps.share();
    HostMatrix rows = steps.from()[left];
    if (!weights[0].striped()) {
      VectorPanels[] panels = steps.panels()[left];
      int columns = share.to() - share.from();
      tiles.multiply(
          rows, row, share.rows(), from, to, panels, steps.to(), next, share.from(), columns);
      return;
    }
    for (int right = 0; right < steps.to().length; right++) {
      weights[left + right].multiply(
          group, last, rows, row, steps.to()[right], next, share.rows(), from, to);
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
    static Share of(int member, int members, Recurrence recurrence) {
      int batch = recurrence.batch();
      int columns = ((HostMatrix) recurrence.hidden()).stride;
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

  /**
   * What this thread multiplies and where the sums are. One of the arrays has one matrix and the
   * other has one for each gate; so the weights of a pair of them have the sum of both indices.
   *
   * @param from the left operands
   * @param to the sums
   * @param panels for each left operand, the weights in panels for each of the sums
   */
  private record Steps(
      Recurrence recurrence,
      HostMatrix[] from,
      HostMatrix[] to,
      VectorPanels[][] panels,
      Share share) {
    int columns() {
      return from[0].columns;
    }
  }
}
