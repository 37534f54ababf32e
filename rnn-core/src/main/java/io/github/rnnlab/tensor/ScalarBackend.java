package io.github.rnnlab.tensor;

/**
 * The oracle: computes every operation in the plainest Java, one number after the other, in the
 * order that the package states. It stays naive. It also runs where the JDK lacks the vector
 * module.
 *
 * <p>It has no state, so any number of threads may use it at once, as long as none writes a matrix
 * that another uses.
 */
public final class ScalarBackend extends HostBackend {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public Backend alone() {
    return this;
  }

  @Override
  public long packedBytes(long rows, long columns) {
    return bytes(rows, columns);
  }

  @Override
  public long bufferBytes(Cell cell, long hidden, long batch) {
    return 0;
  }

  @Override
  public PackedMatrix allocatePacked(int rows, int columns) {
    return new Copy((HostMatrix) allocate(rows, columns));
  }

  @Override
  void packRightOperand(HostMatrix source, boolean transposed, PackedMatrix target) {
    HostMatrix copy = ((Copy) target).matrix;
    if (transposed) {
      turn(source, copy);
    } else {
      copy(source, copy);
    }
  }

  @Override
  void turn(HostMatrix source, HostMatrix target) {
    for (int i = 0; i < source.rows; i++) {
      for (int j = 0; j < source.columns; j++) {
        target.data[target.row(j) + i] = source.data[source.row(i) + j];
      }
    }
  }

  @Override
  void multiply(HostMatrix a, PackedMatrix b, HostMatrix c) {
    HostMatrix right = ((Copy) b).matrix;
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        float sum = c.at(i, j);
        for (int k = 0; k < a.columns; k++) {
          sum = Math.fma(a.at(i, k), right.at(k, j), sum);
        }
        c.set(i, j, sum);
      }
    }
  }

  @Override
  void addOuterProducts(HostMatrix a, HostMatrix b, HostMatrix c) {
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        float sum = c.at(i, j);
        for (int k = 0; k < a.rows; k++) {
          sum = Math.fma(a.at(k, i), b.at(k, j), sum);
        }
        c.set(i, j, sum);
      }
    }
  }

  @Override
  void gather(HostMatrix table, HostMatrix bias, int[] ids, HostMatrix target) {
    for (int i = 0; i < target.rows; i++) {
      for (int j = 0; j < target.columns; j++) {
        target.data[target.row(i) + j] =
            table.data[table.row(ids[i]) + j] + bias.data[bias.offset + j];
      }
    }
  }

  @Override
  void scatterAdd(HostMatrix source, int[] ids, int first, int last, HostMatrix table) {
    for (int i = last - 1; i >= first; i--) {
      for (int j = 0; j < source.columns; j++) {
        table.data[table.row(ids[i]) + j] += source.data[source.row(i) + j];
      }
    }
  }

  @Override
  void addRows(HostMatrix source, HostMatrix sums) {
    for (int i = 0; i < source.rows; i++) {
      for (int j = 0; j < source.columns; j++) {
        sums.data[sums.offset + j] += source.data[source.row(i) + j];
      }
    }
  }

  @Override
  public void recurrence(Recurrence recurrence, Downstream downstream) {
    Step.of(recurrence).forward();
    downstream.begin(this);
    downstream.follow(this, 0, recurrence.rows());
  }

  @Override
  public void recurrenceGradient(Recurrence recurrence, Downstream downstream) {
    Step.of(recurrence).backward();
    downstream.begin(this);
    downstream.follow(this, 0, recurrence.rows());
  }

  @Override
  void softmaxCrossEntropy(HostMatrix logits, int[] targets, int first, int last, double[] losses) {
    float[] x = logits.data;
    float share = 1f / logits.rows;
    for (int i = first; i < last; i++) {
      int row = logits.row(i);
      int target = row + targets[i];
      float max = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < logits.columns; j++) {
        max = x[row + j] > max ? x[row + j] : max;
      }
      double shifted = (double) x[target] - max;
      float[] lanes = new float[HostMatrix.LANES];
      for (int j = 0; j < logits.columns; j++) {
        x[row + j] = FloatMath.exp(x[row + j] - max);
        lanes[j % HostMatrix.LANES] += x[row + j];
      }
      float sum = LaneSum.of(lanes);
      float scale = share / sum;
      for (int j = 0; j < logits.columns; j++) {
        x[row + j] *= scale;
      }
      x[target] -= share;
      losses[i] = StrictMath.log(sum) - shifted;
    }
  }

  @Override
  void adam(AdamStep step, float[] g, float[] m, float[] v, float[] p) {
    for (int i = HostMatrix.LEAD; i < p.length; i++) {
      float first = Math.fma(step.beta1(), m[i], step.gradientShare() * g[i]);
      float second = Math.fma(step.beta2(), v[i], step.squareShare() * g[i] * g[i]);
      m[i] = Math.abs(first) < AdamStep.TINY ? 0 : first;
      v[i] = second < AdamStep.TINY ? 0 : second;
      float root = (float) Math.sqrt(v[i]);
      float divisor = Math.fma(root, step.inverseRootCorrection(), step.epsilon());
      p[i] = Math.fma(-step.stepSize(), m[i] / divisor, p[i]);
    }
  }

  /** A right operand as it is. */
  private record Copy(HostMatrix matrix) implements PackedMatrix {
    @Override
    public int rows() {
      return matrix.rows;
    }

    @Override
    public int columns() {
      return matrix.columns;
    }
  }
}
