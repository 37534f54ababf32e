package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.Recurrence;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations of the long short-term memory, by the formulas of {@link
 * io.github.rnnlab.tensor.Cell#LSTM}. With dc the gradient of the cell state, which the step after
 * hands on, the gradients of the gates' sums are products of dh or dc with factors that are known
 * after the forward pass:
 *
 * <pre>
 *   dao = dh * [o (1 - o) tanh(c)]
 *   dc += dh * [o (1 - tanh(c)^2)]
 *   dai = dc * [i (1 - i) g]
 *   daf = dc * [f (1 - f) c']
 *   dag = dc * [(1 - g^2) i]
 *   dc' = dc * f
 * </pre>
 */
final class LstmPlan extends RecurrencePlan {
  private static final int INPUT = 0;
  private static final int FORGET = 1;
  private static final int CANDIDATE = 2;
  private static final int OUTPUT = 3;

  private final INDArray product;
  private final INDArray outputs;
  private final INDArray forgets;
  private final INDArray slopes;
  private final INDArray inputs;

  LstmPlan(Recurrence recurrence, Constants constants, int rows) {
    super(recurrence, constants);
    outputs = scratch(rows);
    forgets = scratch(rows);
    slopes = scratch(rows);
    inputs = scratch(rows);
    product = scratch(batch);
  }

  @Override
  void forward(int t) {
    INDArray state = step(recurrence.hidden(), t);
    INDArray i = gate(INPUT, t);
    INDArray f = gate(FORGET, t);
    INDArray g = gate(CANDIDATE, t);
    INDArray o = gate(OUTPUT, t);
    INDArray c = step(recurrence.cells(), t + 1);
    sigmoidGate(state, INPUT, i);
    sigmoidGate(state, FORGET, f);
    tanhGate(state, CANDIDATE, g, g);
    sigmoidGate(state, OUTPUT, o);
    multiply(f, step(recurrence.cells(), t), c);
    multiply(i, g, product);
    add(c, product, c);
    tanh(c, product);
    multiply(o, product, step(recurrence.hidden(), t + 1));
  }

  @Override
  void factors(int first, int count) {
    INDArray i = gates(INPUT, first, count);
    INDArray f = gates(FORGET, first, count);
    INDArray g = gates(CANDIDATE, first, count);
    INDArray o = gates(OUTPUT, first, count);
    long rows = (long) count * batch;
    INDArray tanhOfCells = top(inputs, rows);
    tanh(steps(recurrence.cells(), first + 1, count), tanhOfCells);
    INDArray slope = top(slopes, rows);
    INDArray ofCell = top(outputs, rows);
    slopeOfTanh(tanhOfCells, ofCell);
    multiply(ofCell, o, ofCell);
    complement(o, slope);
    multiply(o, slope, o);
    multiply(o, tanhOfCells, o);
    copy(f, top(forgets, rows));
    complement(f, slope);
    multiply(f, slope, f);
    multiply(f, steps(recurrence.cells(), first, count), f);
    copy(i, tanhOfCells);
    complement(i, slope);
    multiply(i, slope, i);
    multiply(i, g, i);
    slopeOfTanh(g, slope);
    multiply(slope, tanhOfCells, g);
  }

  @Override
  void backward(int t, int within) {
    INDArray dHidden = step(recurrence.dHidden(), t);
    INDArray dCell = step(recurrence.dCells(), 0);
    INDArray ofCell = within(outputs, within);
    if (t == recurrence.steps() - 1) {
      multiply(dHidden, ofCell, dCell);
    } else {
      multiply(dHidden, ofCell, product);
      add(dCell, product, dCell);
    }
    scale(OUTPUT, t, dHidden);
    scale(INPUT, t, dCell);
    scale(FORGET, t, dCell);
    scale(CANDIDATE, t, dCell);
    multiply(dCell, within(forgets, within), dCell);
  }
}
