package io.github.rnnlab.tensor;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The default: the JDK's Vector API, with the bits of {@link ScalarBackend} for every shape, vector
 * width and number of threads.
 *
 * <p>Only this class, {@link VectorGemm} and {@link VectorMath} know the incubating module. Padding
 * is zero, so loops run over whole rows.
 */
public final class VectorBackend extends HostBackend {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** Holds a transposed operand while a product needs it; grows to the largest seen. */
  private HostMatrix scratch = new HostMatrix(new float[0], 0, 0, 0);

  private final float[] lanes = new float[HostMatrix.LANES];

  @Override
  public String name() {
    return "vector";
  }

  @Override
  void multiply(
      HostMatrix a, boolean transposeA, HostMatrix b, boolean transposeB, HostMatrix c, int depth) {
    HostMatrix right = transposeB ? transposed(b) : b;
    VectorGemm.multiply(
        a.data,
        a.offset,
        transposeA ? 1 : a.stride,
        transposeA ? a.stride : 1,
        right.data,
        right.offset,
        right.stride,
        c.data,
        c.offset,
        c.stride,
        c.rows,
        c.stride,
        depth);
  }

  private HostMatrix transposed(HostMatrix b) {
    if (scratch.rows != b.columns || scratch.columns != b.rows) {
      int size = HostMatrix.LEAD + b.columns * HostMatrix.padded(b.rows);
      float[] data = scratch.data.length < size ? new float[size] : scratch.data;
      Arrays.fill(data, 0);
      scratch = new HostMatrix(data, HostMatrix.LEAD, b.columns, b.rows);
    }
    transpose(b, scratch);
    return scratch;
  }

  @Override
  void gather(HostMatrix table, HostMatrix bias, int[] ids, HostMatrix target) {
    for (int i = 0; i < target.rows; i++) {
      int from = table.row(ids[i]);
      int to = target.row(i);
      for (int j = 0; j < target.stride; j += WIDTH) {
        load(table.data, from + j)
            .add(load(bias.data, bias.offset + j))
            .intoArray(target.data, to + j);
      }
    }
  }

  @Override
  void scatterAdd(HostMatrix source, int[] ids, HostMatrix table) {
    for (int i = 0; i < source.rows; i++) {
      addRow(source, i, table.data, table.row(ids[i]));
    }
  }

  @Override
  void addRows(HostMatrix source, HostMatrix sums) {
    for (int i = 0; i < source.rows; i++) {
      addRow(source, i, sums.data, sums.offset);
    }
  }

  private static void addRow(HostMatrix source, int row, float[] target, int to) {
    int from = source.row(row);
    for (int j = 0; j < source.stride; j += WIDTH) {
      load(target, to + j).add(load(source.data, from + j)).intoArray(target, to + j);
    }
  }

  @Override
  void tanh(HostMatrix x) {
    int end = x.row(x.rows);
    for (int i = x.offset; i < end; i += WIDTH) {
      VectorMath.tanh(load(x.data, i)).intoArray(x.data, i);
    }
  }

  @Override
  void tanhGradient(HostMatrix y, HostMatrix gradient) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    int size = y.rows * y.stride;
    for (int i = 0; i < size; i += WIDTH) {
      FloatVector output = load(y.data, y.offset + i);
      load(gradient.data, gradient.offset + i)
          .mul(output.neg().fma(output, one))
          .intoArray(gradient.data, gradient.offset + i);
    }
  }

  @Override
  double softmaxCrossEntropy(HostMatrix logits, int[] targets) {
    float share = 1f / logits.rows;
    double loss = 0;
    for (int i = 0; i < logits.rows; i++) {
      int row = logits.row(i);
      int target = row + targets[i];
      // Columns that are not there get the probability 0, and with it a gradient of 0.
      Arrays.fill(logits.data, row + logits.columns, row + logits.stride, Float.NEGATIVE_INFINITY);
      float max = max(logits.data, row, logits.stride);
      double shifted = (double) logits.data[target] - max;
      float sum = exponentials(logits.data, row, logits.stride, max);
      scale(logits.data, row, logits.stride, share / sum);
      logits.data[target] -= share;
      loss += StrictMath.log(sum) - shifted;
    }
    return loss;
  }

  private float max(float[] x, int start, int length) {
    FloatVector max = load(x, start);
    for (int j = WIDTH; j < length; j += WIDTH) {
      max = max.max(load(x, start + j));
    }
    max.intoArray(lanes, 0);
    float result = lanes[0];
    for (int lane = 1; lane < WIDTH; lane++) {
      result = Math.max(result, lanes[lane]);
    }
    return result;
  }

  /** {@code x = e^(x - max)}; returns their sum over 16 logical lanes. */
  private float exponentials(float[] x, int start, int length, float max) {
    for (int lane = 0; lane < HostMatrix.LANES; lane += WIDTH) {
      FloatVector sums = FloatVector.zero(SPECIES);
      for (int j = start + lane; j < start + length; j += HostMatrix.LANES) {
        FloatVector power = VectorMath.exp(load(x, j).sub(max));
        power.intoArray(x, j);
        sums = sums.add(power);
      }
      sums.intoArray(lanes, lane);
    }
    return LaneSum.of(lanes);
  }

  private static void scale(float[] x, int start, int length, float factor) {
    for (int j = start; j < start + length; j += WIDTH) {
      load(x, j).mul(factor).intoArray(x, j);
    }
  }

  @Override
  void adam(AdamStep step, float[] g, float[] m, float[] v, float[] p) {
    FloatVector beta1 = FloatVector.broadcast(SPECIES, step.beta1());
    FloatVector beta2 = FloatVector.broadcast(SPECIES, step.beta2());
    FloatVector correction = FloatVector.broadcast(SPECIES, step.inverseRootCorrection());
    FloatVector epsilon = FloatVector.broadcast(SPECIES, step.epsilon());
    FloatVector minusStep = FloatVector.broadcast(SPECIES, -step.stepSize());
    for (int i = HostMatrix.LEAD; i < p.length; i += WIDTH) {
      FloatVector gradient = load(g, i);
      FloatVector first = beta1.fma(load(m, i), gradient.mul(step.gradientShare()));
      FloatVector second = beta2.fma(load(v, i), gradient.mul(step.squareShare()).mul(gradient));
      first = first.blend(0, first.abs().compare(VectorOperators.LT, AdamStep.TINY));
      second = second.blend(0, second.compare(VectorOperators.LT, AdamStep.TINY));
      first.intoArray(m, i);
      second.intoArray(v, i);
      FloatVector divisor = second.sqrt().fma(correction, epsilon);
      minusStep.fma(first.div(divisor), load(p, i)).intoArray(p, i);
    }
  }

  private static FloatVector load(float[] data, int index) {
    return FloatVector.fromArray(SPECIES, data, index);
  }
}
