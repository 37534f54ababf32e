package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.Losses;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Losses as what they follow from: the logit of the target, the largest logit, and its probability,
 * for each prediction. The JVM computes them from these in doubles:
 *
 * <pre>
 *   loss = largest logit - logit of the target - ln(probability of the largest)
 * </pre>
 *
 * So the loss of a very unlikely target is right, too, where the logarithm of its probability would
 * be minus infinity.
 */
final class NativeLosses implements Losses {
  private final int count;
  private final List<Matrix> columns;
  private final float[] ofTargets;
  private final float[] largest;
  private final float[] probabilities;

  /**
   * Columns of some predictions.
   *
   * @param ofTargets (n, 1)
   * @param largest (n)
   * @param probabilities (n)
   */
  record Part(INDArray ofTargets, INDArray largest, INDArray probabilities) {}

  NativeLosses(int count) {
    this.count = count;
    Shape column = new Shape(count, 1);
    columns = new NativeBlock(column, column, column).matrices();
    ofTargets = new float[count];
    largest = new float[count];
    probabilities = new float[count];
    Arrays.fill(
        probabilities, 1); // A loss that is not computed yet is 0: that of a certain target.
    ((NativeMatrix) columns.get(2)).write(probabilities);
  }

  @Override
  public int count() {
    return count;
  }

  /** Returns the columns of some predictions. */
  Part part(int first, int rows) {
    return new Part(
        column(0, first, rows).array(),
        column(1, first, rows).vector(),
        column(2, first, rows).vector());
  }

  private NativeMatrix column(int index, int first, int rows) {
    return ((NativeMatrix) columns.get(index)).rows(first, rows);
  }

  /** Returns a sum of losses and these after it, added from the first to the last. */
  double sum(double before) {
    ((NativeMatrix) columns.get(0)).read(ofTargets);
    ((NativeMatrix) columns.get(1)).read(largest);
    ((NativeMatrix) columns.get(2)).read(probabilities);
    double sum = before;
    for (int i = 0; i < count; i++) {
      sum += (double) largest[i] - ofTargets[i] - StrictMath.log(probabilities[i]);
    }
    return sum;
  }
}
