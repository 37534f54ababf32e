package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.Recurrence;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations of the gated recurrent unit, by the formulas of {@link
 * io.github.rnnlab.tensor.Cell#GRU}, with q the candidate's recurrent part. The gradients of the
 * gates' sums are products of dh with factors that are known after the forward pass:
 *
 * <pre>
 *   dan = dh * A                      A = (1 - z) (1 - n^2)
 *   daz = dh * [(h' - n) z (1 - z)]
 *   dar = dh * [A q r (1 - r)]
 *   dq  = dh * [A r]
 *   dh' += dh * z
 * </pre>
 */
final class GruPlan extends RecurrencePlan {
  private static final int RESET = 0;
  private static final int UPDATE = 1;
  private static final int CANDIDATE = 2;
  private static final int RECURRENT_PART = 3;

  private final INDArray product;
  private final INDArray updates;
  private final INDArray factors;
  private final INDArray complements;

  GruPlan(Recurrence recurrence, Constants constants, int rows) {
    super(recurrence, constants);
    updates = scratch(rows);
    factors = scratch(rows);
    complements = scratch(rows);
    product = scratch(batch);
  }

  @Override
  void forward(int t) {
    INDArray state = step(recurrence.hidden(), t);
    INDArray r = gate(RESET, t);
    INDArray z = gate(UPDATE, t);
    INDArray n = gate(CANDIDATE, t);
    INDArray q = gate(RECURRENT_PART, t);
    sigmoidGate(state, RESET, r);
    sigmoidGate(state, UPDATE, z);
    plan(Operation.product(state, false, weights(CANDIDATE), false, 1, 1, q));
    multiply(r, q, product);
    add(n, product, n);
    tanh(n, n);
    subtract(state, n, product);
    multiply(z, product, product);
    add(n, product, step(recurrence.hidden(), t + 1));
  }

  @Override
  void factors(int first, int count) {
    INDArray r = gates(RESET, first, count);
    INDArray z = gates(UPDATE, first, count);
    INDArray n = gates(CANDIDATE, first, count);
    INDArray q = gates(RECURRENT_PART, first, count);
    long rows = (long) count * batch;
    INDArray factor = top(factors, rows);
    INDArray complement = top(complements, rows);
    copy(z, top(updates, rows));
    complement(z, complement);
    subtract(steps(recurrence.hidden(), first, count), n, factor);
    multiply(z, factor, z);
    multiply(z, complement, z);
    slopeOfTanh(n, factor);
    multiply(factor, complement, n);
    complement(r, complement);
    multiply(n, r, factor);
    multiply(q, factor, r);
    multiply(r, complement, r);
    copy(factor, q);
  }

  @Override
  void backward(int t, int within) {
    INDArray dHidden = step(recurrence.dHidden(), t);
    for (int gate = RESET; gate <= RECURRENT_PART; gate++) {
      scale(gate, t, dHidden);
    }
    if (t > 0) {
      INDArray before = step(recurrence.dHidden(), t - 1);
      multiply(dHidden, within(updates, within), product);
      add(before, product, before);
    }
  }
}
