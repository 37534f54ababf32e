package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.AdamStep;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * The operations of {@link AdamStep} on the same weights, gradients and moments.
 *
 * <p>One thread at a time may use it.
 */
final class AdamUpdate {
  /** ND4J corrects moments by the number of the step; those of a late one stay as they are. */
  private static final long LATE_STEP = 1_000_000_000;

  private final INDArray gradients;
  private final INDArray firstMoments;
  private final INDArray secondMoments;
  private final INDArray weights;
  private final Operation moments;
  private final Operation step;
  private final Op flushFirst;
  private final Op flushSecond;
  private final DoublePointer arguments = new DoublePointer(4);

  AdamUpdate(INDArray gradients, INDArray firstMoments, INDArray secondMoments, INDArray weights) {
    this.gradients = gradients;
    this.firstMoments = firstMoments;
    this.secondMoments = secondMoments;
    this.weights = weights;
    INDArray change = weights.ulike();
    moments =
        Operation.of("adam_updater", gradients, secondMoments, firstMoments, change)
            .alsoTo(secondMoments, firstMoments)
            .integers(LATE_STEP);
    step = Operation.of("subtract", weights, change, weights);
    flushFirst = flush(firstMoments);
    flushSecond = flush(secondMoments);
  }

  private static Op flush(INDArray moments) {
    return new CompareAndSet(moments, 0, Conditions.absLessThan(AdamStep.TINY));
  }

  /** Returns whether these are the operations on the same arrays. */
  boolean isOf(INDArray g, INDArray m, INDArray v, INDArray p) {
    return g == gradients && m == firstMoments && v == secondMoments && p == weights;
  }

  /**
   * Takes a step. ND4J divides by {@code sqrt(v) + epsilon}, without the factor of the root. It
   * rounds 1 - beta from a float beta, so its moments are a little larger or smaller than they
   * should be. The size of the step and epsilon make up for both.
   */
  void take(AdamStep coefficients) {
    double firstExcess = (1f - coefficients.beta1()) / (double) coefficients.gradientShare();
    double secondExcess = (1f - coefficients.beta2()) / (double) coefficients.squareShare();
    double root = Math.sqrt(secondExcess) / coefficients.inverseRootCorrection();
    arguments
        .put(0, coefficients.stepSize() * root / firstExcess)
        .put(1, coefficients.beta1())
        .put(2, coefficients.beta2())
        .put(3, coefficients.epsilon() * root);
    moments.set(arguments, 4);
    moments.run();
    step.run();
    Nd4j.getExecutioner().exec(flushFirst);
    Nd4j.getExecutioner().exec(flushSecond);
  }
}
