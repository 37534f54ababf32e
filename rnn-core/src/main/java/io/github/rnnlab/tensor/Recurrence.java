package io.github.rnnlab.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The matrices of a recurrence over T steps of B sequences, forward and backward. All are
 * time-major: row {@code t B + b} belongs to step t of sequence b. Symbols: H hidden units, G
 * {@linkplain Cell#gates() gates}.
 *
 * <p>The caller writes what reaches the gates from outside, biases included, to {@link
 * #inputGates()}; for a GRU, it also writes the bias of the candidate's recurrent part to the last
 * of {@link #recurrentGates()}. {@link Backend#recurrence} adds the recurrent products and writes
 * the states. The caller then writes the gradients that reach the states from outside to {@code
 * dHidden}, and {@link Backend#recurrenceGradient} writes {@link #dInputGates()} and {@link
 * #dRecurrentGates()}.
 *
 * <p>Gradients overwrite what they belong to: those of a gated cell overwrite its gates, and those
 * of a vanilla cell's only gate overwrite {@code dHidden}.
 *
 * <p>A recurrence owns nothing. One thread at a time may use it.
 *
 * @param cell the cell that takes the steps
 * @param batch B, at least 1
 * @param weights G matrices (H, H), each from the former state to a gate: those of a GRU to the
 *     reset gate, the update gate and the candidate, those of an LSTM to the input gate, the forget
 *     gate, the candidate and the output gate
 * @param hidden ((T + 1) B, H): the caller writes the first B rows, the initial state
 * @param gates matrices (T B, H): one for each gate, and for a GRU one more for the recurrent part
 *     of its candidate; none for a vanilla cell, whose gate becomes the state in place
 * @param dHidden (T B, H)
 * @param cells ((T + 1) B, H), the cell states of an LSTM; the caller writes the first B rows; null
 *     for another cell
 * @param dCells (B, H), the gradient of an LSTM's cell state between two steps; null for another
 *     cell
 */
public record Recurrence(
    Cell cell,
    int batch,
    List<Matrix> weights,
    Matrix hidden,
    List<Matrix> gates,
    Matrix dHidden,
    @Nullable Matrix cells,
    @Nullable Matrix dCells) {
  /**
   * The number of columns of a group. Groups decide the order of the sums of a single vanilla
   * sequence.
   */
  static final int GROUP = 64;

  /**
   * Checks that all shapes fit.
   *
   * @throws IllegalArgumentException if they do not
   */
  public Recurrence {
    weights = List.copyOf(weights);
    gates = List.copyOf(gates);
    int units = hidden.columns();
    if (batch < 1 || hidden.rows() < batch || hidden.rows() % batch != 0) {
      throw misfit("states " + hidden + " in batches of " + batch);
    }
    int rows = hidden.rows() - batch;
    if (weights.size() != cell.gates() || gates.size() != cell.buffers()) {
      throw misfit(weights.size() + " weights and " + gates.size() + " gates of a " + cell);
    }
    for (Matrix weight : weights) {
      requireShape(weight, units, units, "weights");
    }
    for (Matrix gate : gates) {
      requireShape(gate, rows, units, "a gate");
    }
    requireShape(dHidden, rows, units, "gradients of states");
    if ((cell == Cell.LSTM) != (cells != null && dCells != null)) {
      throw misfit("the cell states of a " + cell);
    }
    if (cells != null && dCells != null) {
      requireShape(cells, hidden.rows(), units, "cell states");
      requireShape(dCells, batch, units, "gradients of cell states");
    }
  }

  /** Returns T. */
  public int steps() {
    return hidden.rows() / batch - 1;
  }

  /** Returns T B. */
  public int rows() {
    return hidden.rows() - batch;
  }

  /** Returns {@code h[t-1]} for each t, (T B, H). */
  public Matrix statesBefore() {
    return hidden.rows(0, rows());
  }

  /** Returns {@code h[t]} for each t, (T B, H). */
  public Matrix statesAfter() {
    return hidden.rows(batch, rows());
  }

  /**
   * Returns the G matrices (T B, H) that hold the sums of inputs and biases before the recurrence.
   */
  public List<Matrix> inputGates() {
    return cell == Cell.VANILLA ? List.of(statesAfter()) : gates.subList(0, cell.gates());
  }

  /** Returns the G matrices (T B, H) to which the recurrent products are added. */
  public List<Matrix> recurrentGates() {
    return cell == Cell.GRU ? withoutCandidate(gates) : inputGates();
  }

  /** Returns the gradients of {@link #inputGates()}. */
  public List<Matrix> dInputGates() {
    return cell == Cell.VANILLA ? List.of(dHidden) : gates.subList(0, cell.gates());
  }

  /** Returns the gradients of {@link #recurrentGates()}. */
  public List<Matrix> dRecurrentGates() {
    return cell == Cell.GRU ? withoutCandidate(gates) : dInputGates();
  }

  /**
   * Returns the k with which the sum of a column begins; k then ascends and wraps around. It is 0,
   * except at every other step of a single vanilla sequence, where it is the first k after the
   * column's own group. The sums of two steps then share terms, and a backend can read their
   * weights once for both.
   *
   * @param step the step, counted in the order in which steps are taken; 0 is the first that has a
   *     product
   */
  int firstK(int step, int column) {
    if (cell != Cell.VANILLA || batch > 1 || step % 2 == 0) {
      return 0;
    }
    int next = column - column % GROUP + GROUP;
    return next < hidden.columns() ? next : 0;
  }

  /** The last matrix holds the recurrent part of the candidate, the one before it the candidate. */
  private static List<Matrix> withoutCandidate(List<Matrix> gates) {
    List<Matrix> others = new ArrayList<>(gates);
    others.remove(Cell.GRU.gates() - 1);
    return others;
  }

  private static void requireShape(Matrix matrix, int rows, int columns, String what) {
    if (matrix.rows() != rows || matrix.columns() != columns) {
      throw misfit(what + " " + matrix + " instead of " + rows + " x " + columns);
    }
  }

  private static IllegalArgumentException misfit(String what) {
    return new IllegalArgumentException("shapes do not fit: " + what);
  }
}
