package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Computes over rows of numbers, one operation in each loop. Ranges are whole vectors.
 *
 * <p>The worker's JVM is told to compile each of them on its own: as part of a larger method, JDK
 * 17 sometimes keeps vectors in objects instead of registers, and the loop takes several times as
 * long. For the same reason, a sum that a loop carries is an argument of its additions and not what
 * they are called on: the compiler does not know that its class is that of all vectors.
 */
final class VectorKernels {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int LANES = HostMatrix.LANES;

  private VectorKernels() {}

  /** {@code sum = a + b} */
  static void add(float[] a, int aStart, float[] b, int bStart, float[] sum, int start, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      load(a, aStart + i).add(load(b, bStart + i)).intoArray(sum, start + i);
    }
  }

  /** {@code sum += } each row of a matrix, in the order in which they lie a stride apart. */
  static void addRows(float[] x, int start, int stride, int rows, float[] sum, int to, int count) {
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector total = load(sum, to + j);
      for (int i = 0; i < rows; i++) {
        total = load(x, start + i * stride + j).add(total);
      }
      total.intoArray(sum, to + j);
    }
  }

  /**
   * Fetches numbers that another thread has written into the cache of this one, all at once.
   * Waiting for them one by one takes a hundred times as long.
   *
   * @return a sum of some of them, so that the compiler does not leave out what is read
   */
  static float fetch(float[] x, int start, int count) {
    float sum = 0;
    for (int i = start; i < start + count; i += LANES) {
      sum += x[i];
    }
    return sum;
  }

  static void sigmoid(float[] x, int start, int count) {
    for (int i = start; i < start + count; i += WIDTH) {
      VectorMath.sigmoid(load(x, i)).intoArray(x, i);
    }
  }

  static void tanh(float[] x, int start, int count) {
    for (int i = start; i < start + count; i += WIDTH) {
      VectorMath.tanh(load(x, i)).intoArray(x, i);
    }
  }

  static void tanhGradient(float[] y, int yStart, float[] gradient, int start, int count) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector output = load(y, yStart + i);
      load(gradient, start + i).mul(output.neg().fma(output, one)).intoArray(gradient, start + i);
    }
  }

  /** Row by row: {@code x *= factors[row]}. */
  static void scale(float[] x, int start, int stride, int rows, float[] factors) {
    for (int row = 0; row < rows; row++) {
      int first = start + row * stride;
      for (int j = first; j < first + stride; j += WIDTH) {
        load(x, j).mul(factors[row]).intoArray(x, j);
      }
    }
  }

  /** Row by row: the maximum. */
  static void max(float[] x, int start, int stride, int rows, float[] maxima) {
    for (int row = 0; row < rows; row++) {
      int first = start + row * stride;
      FloatVector max = load(x, first);
      for (int j = first + WIDTH; j < first + stride; j += WIDTH) {
        max = load(x, j).max(max);
      }
      max = max.max(max.rearrange(VectorMath.EXCHANGE_8));
      max = max.max(max.rearrange(VectorMath.EXCHANGE_4));
      max = max.max(max.rearrange(VectorMath.EXCHANGE_2));
      maxima[row] = max.max(max.rearrange(VectorMath.EXCHANGE_1)).lane(0);
    }
  }

  /** Row by row: {@code x = e^(x - max)}, and their sum over 16 logical lanes. */
  static void exponentials(
      float[] x, int start, int stride, int rows, float[] maxima, float[] sums, float[] lanes) {
    for (int row = 0; row < rows; row++) {
      int first = start + row * stride;
      for (int lane = 0; lane < LANES; lane += WIDTH) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int j = first + lane; j < first + stride; j += LANES) {
          FloatVector power = VectorMath.exp(load(x, j).sub(maxima[row]));
          power.intoArray(x, j);
          sum = power.add(sum);
        }
        sum.intoArray(lanes, lane);
      }
      sums[row] = LaneSum.of(lanes);
    }
  }

  static void adam(AdamStep step, float[] g, float[] m, float[] v, float[] p, int first, int last) {
    FloatVector beta1 = FloatVector.broadcast(SPECIES, step.beta1());
    FloatVector beta2 = FloatVector.broadcast(SPECIES, step.beta2());
    FloatVector gradientShare = FloatVector.broadcast(SPECIES, step.gradientShare());
    FloatVector squareShare = FloatVector.broadcast(SPECIES, step.squareShare());
    FloatVector correction = FloatVector.broadcast(SPECIES, step.inverseRootCorrection());
    FloatVector epsilon = FloatVector.broadcast(SPECIES, step.epsilon());
    FloatVector minusStep = FloatVector.broadcast(SPECIES, -step.stepSize());
    for (int i = first; i < last; i += WIDTH) {
      FloatVector gradient = load(g, i);
      FloatVector mean = beta1.fma(load(m, i), gradientShare.mul(gradient));
      FloatVector square = beta2.fma(load(v, i), squareShare.mul(gradient).mul(gradient));
      mean = mean.blend(0, mean.abs().compare(VectorOperators.LT, AdamStep.TINY));
      square = square.blend(0, square.compare(VectorOperators.LT, AdamStep.TINY));
      mean.intoArray(m, i);
      square.intoArray(v, i);
      FloatVector divisor = square.sqrt().fma(correction, epsilon);
      minusStep.fma(mean.div(divisor), load(p, i)).intoArray(p, i);
    }
  }
}
