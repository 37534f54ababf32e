package io.github.rnnlab.tensor;

import java.util.Arrays;
import java.util.Locale;

/**
 * The common part of the backends on Java arrays: memory, copying, and one check of every shape.
 * The kernels of a subclass compute, and rely on shapes that fit.
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
  public final Ids allocateIds(int count) {
    return new HostIds(count);
  }

  @Override
  public final Losses allocateLosses(int count) {
    return new HostLosses(count);
  }

  @Override
  public final void write(int[] source, Ids target) {
    int[] to = ((HostIds) target).values;
    if (source.length < to.length) {
      throw misfit("%d ids for %d", source.length, to.length);
    }
    System.arraycopy(source, 0, to, 0, to.length);
  }

  @Override
  public final void clear(Block target) {
    Arrays.fill(((HostBlock) target).data, 0);
  }

  @Override
  public final void add(Matrix a, Matrix b, Matrix sum) {
    HostMatrix left = (HostMatrix) a;
    HostMatrix right = (HostMatrix) b;
    HostMatrix to = (HostMatrix) sum;
    requireEqualShapes("%s and %s to %s", left, right, to);
    for (int row = 0; row < to.rows; row++) {
      for (int column = 0; column < to.columns; column++) {
        to.set(row, column, left.at(row, column) + right.at(row, column));
      }
    }
  }

  @Override
  public final void multiply(Matrix a, Matrix b, Matrix product) {
    HostMatrix left = (HostMatrix) a;
    HostMatrix right = (HostMatrix) b;
    HostMatrix to = (HostMatrix) product;
    requireEqualShapes("%s times %s to %s", left, right, to);
    for (int row = 0; row < to.rows; row++) {
      multiply(left.data, left.row(row), right.data, right.row(row), to, row);
    }
  }

  private static void requireEqualShapes(
      String sentence, HostMatrix left, HostMatrix right, HostMatrix to) {
    if (left.rows != to.rows
        || right.rows != to.rows
        || left.columns != to.columns
        || right.columns != to.columns) {
      throw misfit(sentence, left, right, to);
    }
  }

  private static void multiply(
      float[] a, int aStart, float[] b, int bStart, HostMatrix product, int row) {
    float[] to = product.data;
    int start = product.row(row);
    for (int column = 0; column < product.columns; column++) {
      to[start + column] = a[aStart + column] * b[bStart + column];
    }
  }

  @Override
  public final void pack(Matrix source, boolean transposed, PackedMatrix target) {
    HostMatrix from = (HostMatrix) source;
    int rows = transposed ? from.columns : from.rows;
    int columns = transposed ? from.rows : from.columns;
    if (rows != target.rows() || columns != target.columns()) {
      throw misfit(
          "%s%s to (%d, %d)",
          from, transposed ? " transposed" : "", target.rows(), target.columns());
    }
    packRightOperand(from, transposed, target);
  }

  @Override
  public final void gemm(Matrix a, PackedMatrix b, Matrix c) {
    HostMatrix left = (HostMatrix) a;
    HostMatrix result = (HostMatrix) c;
    if (left.columns != b.rows() || left.rows != result.rows || result.columns != b.columns()) {
      throw misfit("%s times (%d, %d) to %s", left, b.rows(), b.columns(), result);
    }
    multiply(left, b, result);
  }

  @Override
  public final void gatherRows(Matrix table, Matrix bias, Ids ids, Matrix target) {
    HostMatrix from = (HostMatrix) table;
    HostMatrix row = (HostMatrix) bias;
    HostMatrix to = (HostMatrix) target;
    if (from.columns != to.columns || ids.count() < to.rows) {
      throw misfit("rows of %s to %s", from, to);
    }
    requireRow(row, to);
    gather(from, row, ((HostIds) ids).values, to);
  }

  @Override
  public final void outerProducts(Matrix a, Matrix b, Matrix sums) {
    HostMatrix left = (HostMatrix) a;
    HostMatrix right = (HostMatrix) b;
    HostMatrix result = (HostMatrix) sums;
    if (left.rows != right.rows || left.columns != result.rows || right.columns != result.columns) {
      throw misfit("outer products of the rows of %s and %s to %s", left, right, result);
    }
    addOuterProducts(left.descending(), right.descending(), result);
  }

  @Override
  public final void scatterAddRows(Matrix source, Ids ids, int first, int last, Matrix table) {
    HostMatrix from = (HostMatrix) source;
    HostMatrix to = (HostMatrix) table;
    requireRange(first, last, from);
    if (from.columns != to.columns || ids.count() < last) {
      throw misfit("rows of %s to %s", from, to);
    }
    scatterAdd(from, ((HostIds) ids).values, first, last, to);
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
  public final void columnSums(Matrix source, Matrix sums) {
    HostMatrix from = (HostMatrix) source;
    HostMatrix to = (HostMatrix) sums;
    requireRow(to, from);
    addRows(from.descending(), to);
  }

  @Override
  public final void softmaxCrossEntropy(
      Matrix logits, Ids targets, int first, int last, Losses losses) {
    HostMatrix rows = (HostMatrix) logits;
    requireRange(first, last, rows);
    if (targets.count() < last || losses.count() < last) {
      throw misfit(
          "%d targets and %d losses for rows %d to %d",
          targets.count(), losses.count(), first, last);
    }
    softmaxCrossEntropy(
        rows, ((HostIds) targets).values, first, last, ((HostLosses) losses).values);
  }

  @Override
  public final double sum(double before, Losses losses) {
    double sum = before;
    for (double loss : ((HostLosses) losses).values) {
      sum += loss;
    }
    return sum;
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
  public final void clamp(Block block, float limit) {
    float[] data = ((HostBlock) block).data;
    for (int i = HostMatrix.LEAD; i < data.length; i++) {
      data[i] = Math.min(Math.max(data[i], -limit), limit);
    }
  }

  @Override
  public final void axpby(float a, Block x, float b, Block y) {
    float[] from = ((HostBlock) x).data;
    float[] to = ((HostBlock) y).data;
    if (from.length != to.length) {
      throw misfit("blocks of %d and %d numbers", from.length, to.length);
    }
    for (int i = HostMatrix.LEAD; i < to.length; i++) {
      float sum = Math.fma(a, from[i], b * to[i]);
      to[i] = Math.abs(sum) < AdamStep.TINY ? 0 : sum;
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

  abstract void packRightOperand(HostMatrix source, boolean transposed, PackedMatrix target);

  /** {@code result += a b}, each element by fma over ascending k. */
  abstract void multiply(HostMatrix a, PackedMatrix b, HostMatrix result);

  /** {@code result += a^T b}, each element by fma over ascending k. */
  abstract void addOuterProducts(HostMatrix a, HostMatrix b, HostMatrix result);

  abstract void gather(HostMatrix table, HostMatrix bias, int[] ids, HostMatrix target);

  abstract void scatterAdd(HostMatrix source, int[] ids, int first, int last, HostMatrix table);

  /** {@code sums += source}, row by row. */
  abstract void addRows(HostMatrix source, HostMatrix sums);

  /** {@code target = source} transposed. */
  abstract void turn(HostMatrix source, HostMatrix target);

  abstract void softmaxCrossEntropy(
      HostMatrix logits, int[] targets, int first, int last, double[] losses);

  /** Goes over whole arrays from {@link HostMatrix#LEAD} on; the padding stays zero under Adam. */
  abstract void adam(AdamStep step, float[] g, float[] m, float[] v, float[] p);

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
