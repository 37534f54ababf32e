package io.github.rnnlab.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The operations that turn logits into the gradient of their mean cross-entropy, and write what the
 * losses follow from. With p the softmax, e the one-hot row of a target and n the rows of the mean:
 * {@code dlogits = (p - e) / n}.
 *
 * <p>Rows are taken some at a time, so that the memory does not grow with the logits. One thread at
 * a time may use it.
 */
final class CrossEntropy {
  /** The numbers of the logits that are taken at a time: 1 MiB. */
  private static final int AT_A_TIME = 262_144;

  private final NativeIds targets;
  private final NativeLosses losses;
  private final int first;
  private final List<Operation> operations = new ArrayList<>();

  /**
   * Plans the operations for some rows of logits.
   *
   * @param logits the rows, at least one
   * @param share the share of a row in the mean
   * @param first the index of the target and of the loss of the first row
   */
  CrossEntropy(
      NativeMatrix logits, float share, NativeIds targets, int first, NativeLosses losses) {
    this.targets = targets;
    this.losses = losses;
    this.first = first;
    int columns = logits.columns();
    int most = Math.min(Math.max(1, AT_A_TIME / columns), logits.rows());
    INDArray hots = Nd4j.createUninitialized(DataType.FLOAT, most, columns);
    INDArray products = Nd4j.createUninitialized(DataType.FLOAT, most, columns);
    INDArray ones = Nd4j.ones(DataType.FLOAT, columns, 1);
    INDArray factor = Nd4j.scalar(share);
    for (int row = 0; row < logits.rows(); row += most) {
      int rows = Math.min(most, logits.rows() - row);
      INDArray some = logits.array(row, rows);
      INDArray hot = RecurrencePlan.top(hots, rows);
      INDArray product = RecurrencePlan.top(products, rows);
      NativeLosses.Part part = losses.part(first + row, rows);
      plan(
          Operation.of("onehot", targets.array(first + row, first + row + rows), hot)
              .reals(1, 0)
              .integers(-1, columns));
      plan(Operation.of("multiply", some, hot, product));
      plan(Operation.product(product, false, ones, false, 1, 0, part.ofTargets()));
      plan(Operation.of("reduce_max", some, part.largest()).integers(1));
      plan(Operation.of("softmax", some, some));
      plan(Operation.of("reduce_max", some, part.probabilities()).integers(1));
      plan(Operation.of("subtract", some, hot, some));
      plan(Operation.of("multiply", some, factor, some));
    }
  }

  private void plan(Operation operation) {
    operations.add(operation);
  }

  /** Returns whether these are the operations for the same logits, but with these operands. */
  boolean isOf(NativeIds otherTargets, int otherFirst, NativeLosses otherLosses) {
    return targets == otherTargets && first == otherFirst && losses == otherLosses;
  }

  /** Computes losses and gradients. */
  void run() {
    for (int i = 0; i < operations.size(); i++) {
      operations.get(i).run();
    }
  }
}
