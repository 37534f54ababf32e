package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.Recurrence;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations of one tanh of a sum (Elman, 1990): {@code h = tanh(a)}, {@code da = dh (1 -
 * h^2)}.
 */
final class VanillaPlan extends RecurrencePlan {
  private final INDArray slopes;

  VanillaPlan(Recurrence recurrence, Constants constants, int rows) {
    super(recurrence, constants);
    slopes = scratch(rows);
  }

  @Override
  void forward(int t) {
    INDArray next = step(recurrence.hidden(), t + 1);
    tanhGate(step(recurrence.hidden(), t), 0, next, next);
  }

  @Override
  void factors(int first, int count) {
    slopeOfTanh(steps(recurrence.hidden(), first + 1, count), top(slopes, (long) count * batch));
  }

  @Override
  void backward(int t, int within) {
    INDArray dHidden = step(recurrence.dHidden(), t);
    multiply(dHidden, within(slopes, within), dHidden);
  }
}
