package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Recurrence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The operations of a {@link Recurrence}, forward and backward, in the order in which they run.
 * They are made once; a pass then only runs them. Symbols: T steps, B sequences, H hidden units.
 *
 * <p>The way back first turns the gates of some steps into the factors of their gradients, by
 * operations on all numbers of these steps at once, and then takes the steps one by one. As many
 * steps are taken together as the processor's cache holds.
 *
 * <p>A plan holds arrays of the recurrence, but not the recurrence itself. One thread at a time may
 * use it.
 */
abstract class RecurrencePlan {
  /** The numbers of a matrix for the steps that are taken together: 128 KiB. */
  private static final int TOGETHER = 32_768;

  private final List<Operation> operations = new ArrayList<>();
  private final Constants constants;

  /** A recurrence whose operations are planned. */
  final Recurrence recurrence;

  final int batch;
  final int units;

  RecurrencePlan(Recurrence recurrence, Constants constants) {
    this.recurrence = recurrence;
    this.constants = constants;
    batch = recurrence.batch();
    units = recurrence.hidden().columns();
  }

  /** Plans all steps from the first to the last. */
  static List<Operation> forward(Recurrence recurrence, Constants constants) {
    RecurrencePlan plan = of(recurrence, constants, 1);
    for (int t = 0; t < recurrence.steps(); t++) {
      plan.forward(t);
    }
    return plan.operations;
  }

  /** Plans all steps from the last to the first. */
  static List<Operation> backward(Recurrence recurrence, Constants constants) {
    int numbers = recurrence.batch() * recurrence.hidden().columns();
    int together = Math.min(Math.max(1, TOGETHER / numbers), recurrence.steps());
    RecurrencePlan plan = of(recurrence, constants, together * recurrence.batch());
    for (int last = recurrence.steps(); last > 0; last -= together) {
      int first = Math.max(0, last - together);
      plan.factors(first, last - first);
      for (int t = last - 1; t >= first; t--) {
        if (t < recurrence.steps() - 1) {
          plan.addRecurrentGradients(t);
        }
        plan.backward(t, t - first);
      }
    }
    return plan.operations;
  }

  /**
   * Makes a plan without operations.
   *
   * @param rows of what the way back needs beside the recurrence
   */
  private static RecurrencePlan of(Recurrence recurrence, Constants constants, int rows) {
    return switch (recurrence.cell()) {
      case VANILLA -> new VanillaPlan(recurrence, constants, rows);
      case GRU -> new GruPlan(recurrence, constants, rows);
      case LSTM -> new LstmPlan(recurrence, constants, rows);
    };
  }

  /** Plans a step forward. */
  abstract void forward(int t);

  /** Plans to turn the gates of some steps into the factors of their gradients. */
  abstract void factors(int first, int count);

  /**
   * Plans a step back.
   *
   * @param t the step
   * @param within its index among the steps that are taken together
   */
  abstract void backward(int t, int within);

  /** {@code dh[t] += dgates[t+1] weights^T}, gate by gate. */
  private void addRecurrentGradients(int t) {
    List<Matrix> dGates = recurrence.dRecurrentGates();
    INDArray dHidden = step(recurrence.dHidden(), t);
    for (int gate = 0; gate < dGates.size(); gate++) {
      INDArray dGate = step(dGates.get(gate), t + 1);
      plan(Operation.product(dGate, false, weights(gate), true, 1, 1, dHidden));
    }
  }

  final INDArray weights(int gate) {
    return ((NativeMatrix) recurrence.weights().get(gate)).array();
  }

  /** Returns the rows of a step, (B, H). */
  final INDArray step(@Nullable Matrix matrix, int t) {
    return steps(matrix, t, 1);
  }

  /** Returns the rows of some steps. */
  final INDArray steps(@Nullable Matrix matrix, int first, int count) {
    if (matrix == null) {
      throw new IllegalArgumentException("a " + recurrence.cell() + " without cell states");
    }
    return ((NativeMatrix) matrix).array(first * batch, count * batch);
  }

  /** Returns the rows of a gate at a step, (B, H). */
  final INDArray gate(int index, int t) {
    return gates(index, t, 1);
  }

  /** Returns the rows of a gate at some steps. */
  final INDArray gates(int index, int first, int count) {
    return steps(recurrence.gates().get(index), first, count);
  }

  /** Returns the rows of a step, of what was computed for the steps that are taken together. */
  final INDArray within(INDArray together, int step) {
    return rows(together, (long) step * batch, batch);
  }

  /** {@code gate[t] *= gradient}: turns the factor of a gate's gradient into the gradient. */
  final void scale(int index, int t, INDArray gradient) {
    INDArray factor = gate(index, t);
    multiply(factor, gradient, factor);
  }

  /** Returns so many rows of H numbers, which are the same in every plan and must not change. */
  final INDArray all(float value, long rows) {
    return constants.matrix(value, rows, units);
  }

  /** Allocates rows of H numbers. */
  final INDArray scratch(int rows) {
    return Nd4j.createUninitialized(DataType.FLOAT, rows, units);
  }

  /** Returns the first rows of a matrix. */
  static INDArray top(INDArray matrix, long rows) {
    return rows == matrix.rows() ? matrix : rows(matrix, 0, rows);
  }

  /** Returns some rows of a matrix. */
  private static INDArray rows(INDArray matrix, long first, long count) {
    long columns = matrix.columns();
    return Nd4j.create(
        matrix.data(), new long[] {count, columns}, new long[] {columns, 1}, first * columns, 'c');
  }

  final void plan(Operation operation) {
    operations.add(operation);
  }

  /** {@code output = x y} */
  final void multiply(INDArray x, INDArray y, INDArray output) {
    plan(Operation.of("multiply", x, y, output));
  }

  /** {@code output = x + y} */
  final void add(INDArray x, INDArray y, INDArray output) {
    plan(Operation.of("add", x, y, output));
  }

  /** {@code output = x - y} */
  final void subtract(INDArray x, INDArray y, INDArray output) {
    plan(Operation.of("subtract", x, y, output));
  }

  /** {@code output = tanh(x)} */
  final void tanh(INDArray x, INDArray output) {
    plan(Operation.of("tanh", x, output));
  }

  /** {@code output = x} */
  final void copy(INDArray x, INDArray output) {
    plan(Operation.of("identity", x, output));
  }

  /** {@code output = 1 - x}; the output may be x. */
  final void complement(INDArray x, INDArray output) {
    plan(Operation.scaledSum(-1, x, all(1, x.rows()), output));
  }

  /** {@code output = 1 - x^2}; the output must not be x. */
  final void slopeOfTanh(INDArray x, INDArray output) {
    multiply(x, x, output);
    complement(output, output);
  }

  /**
   * {@code gate = sigmoid(gate + state weights)}, as {@code (1 + tanh(x / 2)) / 2}: oneDNN's tanh
   * is six times as fast as ND4J's sigmoid.
   */
  final void sigmoidGate(INDArray state, int weights, INDArray gate) {
    plan(Operation.product(state, false, weights(weights), false, 0.5, 0.5, gate));
    tanh(gate, gate);
    plan(Operation.scaledSum(0.5, gate, all(0.5f, batch), gate));
  }

  /** {@code gate = tanh(gate + state weights)} */
  final void tanhGate(INDArray state, int weights, INDArray gate, INDArray output) {
    plan(Operation.product(state, false, weights(weights), false, 1, 1, gate));
    tanh(gate, output);
  }
}
