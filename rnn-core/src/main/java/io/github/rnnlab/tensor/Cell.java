package io.github.rnnlab.tensor;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A recurrent cell: computes a hidden state from the state before it and from an input. {@link
 * VanillaStep}, {@link GruStep} and {@link LstmStep} hold the formulas.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public enum Cell {
  /** One tanh of a sum (Elman, 1990). */
  VANILLA(1, 0, 1),

  /** The gated recurrent unit (Cho et al., 2014), with PyTorch's reset gate. */
  GRU(3, 4, 1),

  /** The long short-term memory (Hochreiter and Schmidhuber, 1997) with a forget gate. */
  LSTM(4, 4, 2);

  private final int gates;
  private final int buffers;
  private final int states;

  Cell(int gates, int buffers, int states) {
    this.gates = gates;
    this.buffers = buffers;
    this.states = states;
  }

  /** Returns the cell of a name in a config, if there is one. */
  public static Optional<Cell> of(String name) {
    return Stream.of(values()).filter(cell -> cell.configName().equals(name)).findFirst();
  }

  /** Returns the name of this cell in a config, such as {@code lstm}. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the number of gates: the weight matrices between two states. */
  public int gates() {
    return gates;
  }

  /**
   * Returns the number of matrices that a {@link Recurrence} keeps for the gates. A vanilla cell's
   * gate becomes the state in place; a GRU keeps both parts of its candidate.
   */
  public int buffers() {
    return buffers;
  }

  /**
   * Returns the number of states that a step hands to the next: two of an LSTM, one of any other.
   */
  public int states() {
    return states;
  }
}
