package io.github.rnnlab.tensor;

import java.util.Arrays;
import java.util.Locale;

/**
 * The part that the backends over Java arrays share: memory, moving numbers about, and one check of
 * every shape. What computes is left to the kernels of a subclass, which can rely on shapes that
 * fit.
 */
abstract class HostBackend implements Backend {
  @Override
  public final NumericClass numericClass() {
    return NumericClass.EXACT;
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public final long bytes(long rows, long columns) {
    return Float.BYTES * rows * HostMatrix.padded(columns);
  }

  @Override
  public final Block allocate(Shape... shapes) {
    return new HostBlock(shapes);
  }

  @Override
  public final void write(float[] source, Matrix target) {
    HostMatrix to = (HostMatrix) target;
    if (source.length < to.rows * to.columns) {
      throw misfit("%d numbers for %s", source.length, to);
    }
    for (int row = 0; row < to.rows; row++) {
      System.arraycopy(source, row * to.columns, to.data, to.row(row), to.columns);
    }
  }

  @Override
  public final void read(Matrix source, float[] target) {
    HostMatrix from = (HostMatrix) source;
    if (target.length < from.rows * from.columns) {
      throw misfit("%s into %d numbers", from, target.length);
    }
    for (int row = 0; row < from.rows; row++) {
      System.arraycopy(from.data, from.row(row), target, row * from.columns, from.columns);
    }
  }

  @Override
  public final void fill(Matrix target, float value) {
    HostMatrix to = (HostMatrix) target;
    for (int row = 0; row < to.rows; row++) {
      Arrays.fill(to.data, to.row(row), to.row(row) + to.columns, value);
    }
  }

  @Override
  public final void copy(Matrix source, Matrix target) {
    HostMatrix from = (HostMatrix) source;
    HostMatrix to = (HostMatrix) target;
    if (from.rows != to.rows || from.columns != to.columns) {
      throw misfit("copy of %s to %s", from, to);
    }
    System.arraycopy(from.data, from.offset, to.data, to.offset, from.rows * from.stride);
  }

  @Override
  public final void transpose(Matrix source, Matrix target) {
    HostMatrix from = (HostMatrix) source;
    HostMatrix to = (HostMatrix) target;
    if (from.rows != to.columns || from.columns != to.rows) {
      throw misfit("%s transposed to %s", from, to);
    }
    turn(from, to);
  }

  @Override
  public final void gemm(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix c, boolean accumulate) {
    HostMatrix left = (HostMatrix) a;
    HostMatrix right = (HostMatrix) b;
    HostMatrix result = (HostMatrix) c;
    int m = transposeA ? left.columns : left.rows;
    int k = transposeA ? left.rows : left.columns;
    int n = transposeB ? right.rows : right.columns;
    if (!(k == (transposeB ? right.columns : right.rows)
        && m == result.rows
        && n == result.columns)) {
      throw misfit(
          "(%d, %d) times %s%s to %s", m, k, right, transposeB ? " transposed" : "", result);
    }
    multiply(left, transposeA, right, transposeB, result, k, accumulate);
  }

  @Override
  public final void gatherRows(Matrix table, Matrix bias, int[] ids, Matrix target) {
    HostMatrix from = (HostMatrix) table;
    HostMatrix row = (HostMatrix) bias;
    HostMatrix to = (HostMatrix) target;
    if (from.columns != to.columns || ids.length < to.rows) {
      throw misfit("rows of %s to %s", from, to);
    }
    requireRow(row, to);
    gather(from, row, ids, to);
  }

  @Override
  public final void outerProducts(Matrix a, Matrix b, Matrix sums, boolean accumulate) {
    HostMatrix left = (HostMatrix) a;
    HostMatrix right = (HostMatrix) b;
    HostMatrix result = (HostMatrix) sums;
    if (left.rows != right.rows || left.columns != result.rows || right.columns != result.columns) {
      throw misfit("outer products of the rows of %s and %s to %s", left, right, result);
    }
    multiply(left.descending(), true, right.descending(), false, result, left.rows, accumulate);
  }

  @Override
  public final void scatterAddRows(Matrix source, int[] ids, int first, int last, Matrix table) {
    HostMatrix from = (HostMatrix) source;
    HostMatrix to = (HostMatrix) table;
    requireRange(first, last, from);
    if (from.columns != to.columns || ids.length < last) {
      throw misfit("rows of %s to %s", from, to);
    }
    scatterAdd(from, ids, first, last, to);
  }

  @Override
  public final void broadcastRow(Matrix bias, Matrix target) {
    HostMatrix row = (HostMatrix) bias;
    HostMatrix to = (HostMatrix) target;
    requireRow(row, to);
    for (int i = 0; i < to.rows; i++) {
      System.arraycopy(row.data, row.offset, to.data, to.row(i), to.columns);
    }
  }

  @Override
  public final void columnSums(Matrix source, Matrix sums, boolean accumulate) {
    HostMatrix from = (HostMatrix) source;
    HostMatrix to = (HostMatrix) sums;
    requireRow(to, from);
    if (!accumulate) {
      clear(to, 0, to.rows);
    }
    addRows(from.descending(), to);
  }

  @Override
  public final void tanh(Matrix x) {
    tanh((HostMatrix) x);
  }

  @Override
  public final void tanhGradient(Matrix y, Matrix gradient) {
    HostMatrix output = (HostMatrix) y;
    HostMatrix change = (HostMatrix) gradient;
    if (output.rows != change.rows || output.columns != change.columns) {
      throw misfit("the gradient %s of %s", change, output);
    }
    tanhGradient(output, change);
  }

  @Override
  public final void softmaxCrossEntropy(
      Matrix logits, int[] targets, int first, int last, double[] losses) {
    HostMatrix rows = (HostMatrix) logits;
    requireRange(first, last, rows);
    if (targets.length < last || losses.length < last) {
      throw misfit(
          "%d targets and %d losses for rows %d to %d", targets.length, losses.length, first, last);
    }
    softmaxCrossEntropy(rows, targets, first, last, losses);
  }

  @Override
  public final double norm(Block block) {
    float[] data = ((HostBlock) block).data;
    double[] lanes = new double[HostMatrix.LANES];
    for (int i = HostMatrix.LEAD; i < data.length; i += HostMatrix.LANES) {
      for (int lane = 0; lane < HostMatrix.LANES; lane++) {
        double number = data[i + lane];
        lanes[lane] += number * number;
      }
    }
    double sum = 0;
    for (double lane : lanes) {
      sum += lane;
    }
    return Math.sqrt(sum);
  }

  @Override
  public final void scale(Block block, float factor) {
    float[] data = ((HostBlock) block).data;
    for (int i = HostMatrix.LEAD; i < data.length; i++) {
      data[i] *= factor;
    }
  }

  @Override
  public final void adam(
      AdamStep step, Block gradients, Block firstMoments, Block secondMoments, Block weights) {
    float[] g = ((HostBlock) gradients).data;
    float[] m = ((HostBlock) firstMoments).data;
    float[] v = ((HostBlock) secondMoments).data;
    float[] p = ((HostBlock) weights).data;
    if (g.length != p.length || m.length != p.length || v.length != p.length) {
      throw misfit("blocks of %d, %d, %d and %d numbers", g.length, m.length, v.length, p.length);
    }
    adam(step, g, m, v, p);
  }

  @Override
  public void close() {}

  /** {@code result = a b} or {@code result += a b}, each element by fma over ascending k. */
  abstract void multiply(
      HostMatrix a,
      boolean transposeA,
      HostMatrix b,
      boolean transposeB,
      HostMatrix result,
      int k,
      boolean accumulate);

  abstract void gather(HostMatrix table, HostMatrix bias, int[] ids, HostMatrix target);

  abstract void scatterAdd(HostMatrix source, int[] ids, int first, int last, HostMatrix table);

  /** {@code sums += source}, row by row. */
  abstract void addRows(HostMatrix source, HostMatrix sums);

  /** {@code target = source} transposed. */
  abstract void turn(HostMatrix source, HostMatrix target);

  abstract void tanh(HostMatrix x);

  abstract void tanhGradient(HostMatrix y, HostMatrix gradient);

  abstract void softmaxCrossEntropy(
      HostMatrix logits, int[] targets, int first, int last, double[] losses);

  /** Goes over whole arrays from {@link HostMatrix#LEAD} on; the padding stays zero under Adam. */
  abstract void adam(AdamStep step, float[] g, float[] m, float[] v, float[] p);

  /** Sets rows {@code [first, last)} to zero. */
  static void clear(HostMatrix matrix, int first, int last) {
    Arrays.fill(matrix.data, matrix.row(first), matrix.row(last), 0);
  }

  private static void requireRow(HostMatrix row, HostMatrix matrix) {
    if (row.rows != 1 || row.columns != matrix.columns) {
      throw misfit("the row %s for %s", row, matrix);
    }
  }

  private static void requireRange(int first, int last, HostMatrix matrix) {
    if (first < 0 || first > last || last > matrix.rows) {
      throw misfit("rows %d to %d of %s", first, last, matrix);
    }
  }

  private static IllegalArgumentException misfit(String format, Object... shapes) {
    return new IllegalArgumentException(
        "shapes do not fit: " + String.format(Locale.ROOT, format, shapes));
  }
}
