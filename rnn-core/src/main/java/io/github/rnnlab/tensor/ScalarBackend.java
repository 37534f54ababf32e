package io.github.rnnlab.tensor;

/**
 * The oracle: every operation in the plainest Java, one number after the other, in the order that
 * the package states. It stays naive. It also runs where the JDK lacks the vector module.
 *
 * <p>It has no state, so any number of threads may use it at once, as long as none writes a matrix
 * that another one uses.
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
  public long bufferBytes(long hidden, long batch, long columns) {
    return 0;
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
  void multiply(
      HostMatrix a,
      boolean transposeA,
      HostMatrix b,
      boolean transposeB,
      HostMatrix c,
      int depth,
      boolean accumulate) {
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        float sum = accumulate ? c.data[c.row(i) + j] : 0;
        for (int k = 0; k < depth; k++) {
          float left = a.data[transposeA ? a.row(k) + i : a.row(i) + k];
          float right = b.data[transposeB ? b.row(j) + k : b.row(k) + j];
          sum = Math.fma(left, right, sum);
        }
        c.data[c.row(i) + j] = sum;
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
  public void tanhRecurrence(Matrix weights, Matrix states, int batch, Follower follower) {
    Recurrence.requireFit(weights, states, batch);
    for (int step = 0; batch * (step + 1) < states.rows(); step++) {
      HostMatrix next = (HostMatrix) states.rows(batch * (step + 1), batch);
      Matrix former = states.rows(batch * step, batch);
      addProduct((HostMatrix) former, (HostMatrix) weights, false, next, step);
      tanh(next);
    }
    follower.begin(this);
    follower.follow(this, 0, states.rows() - batch);
  }

  @Override
  public void tanhRecurrenceGradient(
      Matrix weights, Matrix states, Matrix dStates, int batch, Follower follower) {
    Recurrence.requireFit(weights, states, dStates, batch);
    int last = dStates.rows() - batch;
    for (int row = last; row >= 0; row -= batch) {
      HostMatrix dState = (HostMatrix) dStates.rows(row, batch);
      if (row < last) {
        Matrix later = dStates.rows(row + batch, batch);
        int step = (last - row) / batch - 1;
        addProduct((HostMatrix) later, (HostMatrix) weights, true, dState, step);
      }
      tanhGradient((HostMatrix) states.rows(row + batch, batch), dState);
    }
    follower.begin(this);
    follower.follow(this, 0, dStates.rows());
  }

  /** Adds the product of a recurrence's rows with its weights to the rows of the next step. */
  private static void addProduct(
      HostMatrix rows, HostMatrix weights, boolean transpose, HostMatrix sums, int step) {
    for (int i = 0; i < rows.rows; i++) {
      for (int j = 0; j < rows.columns; j++) {
        float sum = sums.data[sums.row(i) + j];
        int first = Recurrence.firstK(rows.rows, step, j, rows.columns);
        for (int n = 0; n < rows.columns; n++) {
          int k = (first + n) % rows.columns;
          float weight = weights.data[transpose ? weights.row(j) + k : weights.row(k) + j];
          sum = Math.fma(rows.data[rows.row(i) + k], weight, sum);
        }
        sums.data[sums.row(i) + j] = sum;
      }
    }
  }

  @Override
  void tanh(HostMatrix x) {
    for (int i = 0; i < x.rows; i++) {
      for (int j = 0; j < x.columns; j++) {
        x.data[x.row(i) + j] = FloatMath.tanh(x.data[x.row(i) + j]);
      }
    }
  }

  @Override
  void tanhGradient(HostMatrix y, HostMatrix gradient) {
    for (int i = 0; i < y.rows; i++) {
      for (int j = 0; j < y.columns; j++) {
        float output = y.data[y.row(i) + j];
        gradient.data[gradient.row(i) + j] *= Math.fma(-output, output, 1);
      }
    }
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
}
