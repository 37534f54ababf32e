package io.github.rnnlab.tensor;

import static java.util.Objects.requireNonNull;

/**
 * The long short-term memory (Hochreiter and Schmidhuber, Neural Computation 9, 1997) with the
 * forget gate of Gers, Schmidhuber and Cummins (Neural Computation 12, 2000), as PyTorch's {@code
 * LSTM}. With x the input, h' and c' the former hidden and cell state, h and c the next, s the
 * logistic sigmoid and * by element:
 *
 * <pre>
 *   i = s(Wi x + Ui h' + bi)          input gate
 *   f = s(Wf x + Uf h' + bf)          forget gate
 *   g = tanh(Wg x + Ug h' + bg)       candidate
 *   o = s(Wo x + Uo h' + bo)          output gate
 *   c = f * c' + i * g
 *   h = o * tanh(c)
 * </pre>
 *
 * The gradients of the sums, a, from those of h and c, which are dh and what the next step leaves
 * in dc:
 *
 * <pre>
 *   dao = dh * tanh(c) * o (1 - o)
 *   dc += dh * o * (1 - tanh(c)^2)
 *   dai = dc * g  * i (1 - i)
 *   daf = dc * c' * f (1 - f)
 *   dag = dc * i  * (1 - g^2)
 *   dc' = dc * f
 * </pre>
 *
 * The weights' gradients follow from da outside: {@code dW = da x^T}, {@code dU = da h'^T}, and the
 * sum of {@code U^T da} over the gates reaches h'.
 */
final class LstmStep extends Step {
  private final HostMatrix input;
  private final HostMatrix forget;
  private final HostMatrix candidate;
  private final HostMatrix output;
  private final HostMatrix cells;
  private final HostMatrix dCells;

  LstmStep(Recurrence recurrence) {
    super(recurrence);
    input = (HostMatrix) recurrence.gates().get(0);
    forget = (HostMatrix) recurrence.gates().get(1);
    candidate = (HostMatrix) recurrence.gates().get(2);
    output = (HostMatrix) recurrence.gates().get(3);
    cells = (HostMatrix) requireNonNull(recurrence.cells());
    dCells = (HostMatrix) requireNonNull(recurrence.dCells());
  }

  @Override
  void forward(int row) {
    int next = row + batch;
    for (int j = 0; j < units; j++) {
      float i = FloatMath.sigmoid(input.at(row, j));
      float f = FloatMath.sigmoid(forget.at(row, j));
      float g = FloatMath.tanh(candidate.at(row, j));
      float o = FloatMath.sigmoid(output.at(row, j));
      float c = Math.fma(f, cells.at(row, j), i * g);
      input.set(row, j, i);
      forget.set(row, j, f);
      candidate.set(row, j, g);
      output.set(row, j, o);
      cells.set(next, j, c);
      hidden.set(next, j, o * FloatMath.tanh(c));
    }
  }

  @Override
  void backward(int row) {
    int sequence = row % batch;
    boolean last = row + batch >= dHidden.rows;
    for (int j = 0; j < units; j++) {
      float i = input.at(row, j);
      float f = forget.at(row, j);
      float g = candidate.at(row, j);
      float o = output.at(row, j);
      float y = FloatMath.tanh(cells.at(row + batch, j));
      float dh = dHidden.at(row, j);
      float later = last ? 0 : dCells.at(sequence, j);
      float dc = Math.fma(dh * o, Math.fma(-y, y, 1), later);
      output.set(row, j, dh * y * Math.fma(-o, o, o));
      input.set(row, j, dc * g * Math.fma(-i, i, i));
      forget.set(row, j, dc * cells.at(row, j) * Math.fma(-f, f, f));
      candidate.set(row, j, dc * i * Math.fma(-g, g, 1));
      dCells.set(sequence, j, dc * f);
    }
  }
}
