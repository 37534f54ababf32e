package io.github.rnnlab.nd4j;

import io.github.rnnlab.nd4j.Operations.Kind;
import io.github.rnnlab.tensor.AdamStep;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Block;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Downstream;
import io.github.rnnlab.tensor.Ids;
import io.github.rnnlab.tensor.Losses;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.NumericClass;
import io.github.rnnlab.tensor.PackedMatrix;
import io.github.rnnlab.tensor.Recurrence;
import io.github.rnnlab.tensor.Shape;
import io.github.rnnlab.tensor.SoleUse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes with ND4J. All numbers lie in the memory of its device, outside the Java heap; ids and
 * losses cross once for each batch, and nothing crosses at a step.
 *
 * <p>One thread at a time may use it. It keeps contexts and plans for the matrices that it met, as
 * long as they are reachable.
 */
final class NativeBackend implements Backend {
  static final String NAME = "nd4j";

  /**
   * The largest table to which rows are added by a product with one-hot rows: ND4J's own operation
   * takes as long as a product with so many columns.
   */
  private static final int MOST_ONE_HOT_ROWS = 256;

  /**
   * Multiply-adds of an operation that several threads share: one thread takes 60 microseconds for
   * them. Less work does not pay for the wait of one thread for another.
   */
  private static final long WORTH_SHARING = 4_000_000;

  /** Multiply-adds that take as long as the softmax of a number, or as Adam's step of a weight. */
  private static final long ELEMENT = 64;

  private final int threads;
  private final Constants constants = new Constants();
  private final Map<Recurrence, List<Operation>> forward = new WeakHashMap<>();
  private final Map<Recurrence, List<Operation>> backward = new WeakHashMap<>();
  private final Map<NativeMatrix, CrossEntropy> crossEntropies = new WeakHashMap<>();
  private final SoleUse use =
      new SoleUse("an nd4j backend", "Give each thread one of its own with Backend.alone().");

  private final Operations operations = new Operations();
  private final NativeMatrix single = matrix(1, 1);
  private final float[] number = new float[1];
  private NativeMatrix hot = matrix(1, 1);
  private @Nullable AdamUpdate adam;
  private @Nullable Thread user;
  private int bound;

  NativeBackend(int threads) {
    this.threads = threads;
  }

  /**
   * Begins a use on the calling thread, which shares its operations with others if they are large.
   *
   * @param multiplyAdds the work of an operation
   */
  private boolean enter(long multiplyAdds) {
    boolean entered = use.enter();
    int members = multiplyAdds < WORTH_SHARING ? 1 : threads;
    if (user != Thread.currentThread() || members != bound) {
      user = Thread.currentThread();
      bound = members;
      Nd4jLibrary.bind(members);
    }
    return entered;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public NumericClass numericClass() {
    return NumericClass.TOLERANT;
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public Backend alone() {
    return new NativeBackend(1);
  }

  @Override
  public long bytes(long rows, long columns) {
    return 0;
  }

  @Override
  public long packedBytes(long rows, long columns) {
    return 0;
  }

  @Override
  public long bufferBytes(Cell cell, long hidden, long batch) {
    return 0;
  }

  @Override
  public Block allocate(Shape... shapes) {
    return new NativeBlock(shapes);
  }

  @Override
  public PackedMatrix allocatePacked(int rows, int columns) {
    return new NativePackedMatrix(rows, columns);
  }

  @Override
  public Ids allocateIds(int count) {
    return new NativeIds(count);
  }

  @Override
  public Losses allocateLosses(int count) {
    return new NativeLosses(count);
  }

  @Override
  public void write(float[] source, Matrix target) {
    require(source.length >= size(target), "%d numbers for %s", source.length, target);
    ((NativeMatrix) target).write(source);
  }

  @Override
  public void write(int[] source, Ids target) {
    require(source.length >= target.count(), "%d ids for %d", source.length, target.count());
    ((NativeIds) target).write(source);
  }

  @Override
  public void read(Matrix source, float[] target) {
    require(target.length >= size(source), "%s into %d numbers", source, target.length);
    ((NativeMatrix) source).read(target);
  }

  private static long size(Matrix matrix) {
    return (long) matrix.rows() * matrix.columns();
  }

  @Override
  public void fill(Matrix target, float value) {
    NativeMatrix to = (NativeMatrix) target;
    if (value == 0) {
      run(Kind.CLEAR, to, to);
    } else if (!to.isEmpty()) {
      to.array().assign(value);
    }
  }

  @Override
  public void clear(Block target) {
    NativeMatrix all = ((NativeBlock) target).all;
    run(Kind.CLEAR, all, all);
  }

  @Override
  public void copy(Matrix source, Matrix target) {
    requireEqualShapes(source, target);
    run(Kind.COPY, source, target);
  }

  @Override
  public void add(Matrix a, Matrix b, Matrix sum) {
    requireEqualShapes(a, sum);
    requireEqualShapes(b, sum);
    run(Kind.ADD, a, b, sum);
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix product) {
    requireEqualShapes(a, product);
    requireEqualShapes(b, product);
    run(Kind.MULTIPLY, a, b, product);
  }

  @Override
  public void transpose(Matrix source, Matrix target) {
    require(
        source.rows() == target.columns() && source.columns() == target.rows(),
        "%s transposed to %s",
        source,
        target);
    if (!isEmpty(target)) {
      array(target).assign(array(source).transpose());
    }
  }

  @Override
  public void pack(Matrix source, boolean transposed, PackedMatrix target) {
    int rows = transposed ? source.columns() : source.rows();
    int columns = transposed ? source.rows() : source.columns();
    require(rows == target.rows() && columns == target.columns(), "%s to %s", source, target);
    NativePackedMatrix to = (NativePackedMatrix) target;
    to.turn(transposed);
    run(Kind.COPY, source, to.copy());
  }

  @Override
  public void gemm(Matrix a, PackedMatrix b, Matrix c) {
    require(
        a.columns() == b.rows() && a.rows() == c.rows() && c.columns() == b.columns(),
        "%s times %s to %s",
        a,
        b,
        c);
    NativePackedMatrix right = (NativePackedMatrix) b;
    Kind kind = right.isTransposed() ? Kind.PRODUCT_WITH_TRANSPOSED : Kind.PRODUCT;
    run(kind, a, right.copy(), c);
  }

  @Override
  public void gatherRows(Matrix table, Matrix bias, Ids ids, Matrix target) {
    require(
        table.columns() == target.columns() && ids.count() >= target.rows(),
        "rows of %s to %s",
        table,
        target);
    requireRow(bias, target);
    if (!isEmpty(target)) {
      INDArray some = ((NativeIds) ids).array(0, target.rows());
      run(Kind.GATHER, array(table), some, (NativeMatrix) target);
      run(Kind.ADD_ROW, array(target), ((NativeMatrix) bias).vector(), (NativeMatrix) target);
    }
  }

  @Override
  public void outerProducts(Matrix a, Matrix b, Matrix sums) {
    require(
        a.rows() == b.rows() && a.columns() == sums.rows() && b.columns() == sums.columns(),
        "outer products of the rows of %s and %s to %s",
        a,
        b,
        sums);
    if (a.rows() > 0) {
      run(Kind.TRANSPOSED_PRODUCT, a, b, sums);
    }
  }

  @Override
  public void scatterAddRows(Matrix source, Ids ids, int first, int last, Matrix table) {
    requireRange(first, last, source);
    require(
        source.columns() == table.columns() && ids.count() >= last,
        "rows of %s to %s",
        source,
        table);
    int count = last - first;
    if (count == 0) {
      return;
    }
    INDArray rows = array(source.rows(first, count));
    INDArray some = ((NativeIds) ids).array(first, last);
    boolean entered = enter(rows.length() * table.rows());
    try {
      if (table.rows() > MOST_ONE_HOT_ROWS) {
        operations.run(Kind.SCATTER_ADD, rows, some, (NativeMatrix) table);
        return;
      }
      if (hot.rows() != count || hot.columns() != table.rows()) {
        hot = matrix(count, table.rows());
      }
      operations.run(Kind.ONE_HOT, some, some, hot);
      operations.run(Kind.TRANSPOSED_PRODUCT, hot.array(), rows, (NativeMatrix) table);
    } finally {
      use.leave(entered);
    }
  }

  @Override
  public void broadcastRow(Matrix bias, Matrix target) {
    requireRow(bias, target);
    if (!isEmpty(target)) {
      INDArray ones = constants.columnOfOnes(target.rows());
      run(Kind.OUTER_PRODUCT, ones, array(bias), (NativeMatrix) target);
    }
  }

  @Override
  public void columnSums(Matrix source, Matrix sums) {
    requireRow(sums, source);
    if (!isEmpty(source)) {
      INDArray ones = constants.rowOfOnes(source.rows());
      run(Kind.PRODUCT, ones, array(source), (NativeMatrix) sums);
    }
  }

  @Override
  public void recurrence(Recurrence recurrence, Downstream downstream) {
    takeSteps(recurrence, forward, RecurrencePlan::forward, downstream);
  }

  @Override
  public void recurrenceGradient(Recurrence recurrence, Downstream downstream) {
    takeSteps(recurrence, backward, RecurrencePlan::backward, downstream);
  }

  /**
   * Takes all steps of a recurrence in one direction.
   *
   * @param plans the steps of the recurrences that were met in this direction
   * @param planning plans those of another one
   */
  private void takeSteps(
      Recurrence recurrence,
      Map<Recurrence, List<Operation>> plans,
      BiFunction<Recurrence, Constants, List<Operation>> planning,
      Downstream downstream) {
    long units = recurrence.hidden().columns();
    boolean entered = enter(recurrence.batch() * units * units);
    try {
      List<Operation> steps = plans.get(recurrence);
      if (steps == null) {
        steps = planning.apply(recurrence, constants);
        plans.put(recurrence, steps);
      }
      run(steps);
      downstream.begin(this);
      downstream.follow(this, 0, recurrence.rows());
    } finally {
      use.leave(entered);
    }
  }

  private static void run(List<Operation> operations) {
    for (int i = 0; i < operations.size(); i++) {
      operations.get(i).run();
    }
  }

  @Override
  public void softmaxCrossEntropy(Matrix logits, Ids targets, int first, int last, Losses losses) {
    requireRange(first, last, logits);
    require(
        targets.count() >= last && losses.count() >= last,
        "%d targets and %d losses for rows %d to %d",
        targets.count(),
        losses.count(),
        first,
        last);
    if (first == last) {
      return;
    }
    NativeMatrix rows = ((NativeMatrix) logits).rows(first, last - first);
    NativeIds ids = (NativeIds) targets;
    NativeLosses to = (NativeLosses) losses;
    boolean entered = enter(ELEMENT * size(rows));
    try {
      CrossEntropy crossEntropy = crossEntropies.get(rows);
      if (crossEntropy == null || !crossEntropy.isOf(ids, first, to)) {
        crossEntropy = new CrossEntropy(rows, 1f / logits.rows(), ids, first, to);
        crossEntropies.put(rows, crossEntropy);
      }
      crossEntropy.run();
    } finally {
      use.leave(entered);
    }
  }

  @Override
  public double sum(double before, Losses losses) {
    return ((NativeLosses) losses).sum(before);
  }

  @Override
  public double norm(Block block) {
    run(Kind.NORM, ((NativeBlock) block).all, single);
    single.read(number);
    return number[0];
  }

  @Override
  public void scale(Block block, float factor) {
    number[0] = factor;
    single.write(number);
    NativeMatrix all = ((NativeBlock) block).all;
    run(Kind.MULTIPLY, all, single, all);
  }

  @Override
  public void clamp(Block block, float limit) {
    NativeMatrix all = ((NativeBlock) block).all;
    number[0] = limit;
    single.write(number);
    run(Kind.MINIMUM, all, single, all);
    number[0] = -limit;
    single.write(number);
    run(Kind.MAXIMUM, all, single, all);
  }

  @Override
  public void axpby(float a, Block x, float b, Block y) {
    NativeMatrix from = ((NativeBlock) x).all;
    NativeMatrix to = ((NativeBlock) y).all;
    require(from.array().length() == to.array().length(), "blocks of different sizes");
    if (b != 1) {
      scale(y, b);
    }
    number[0] = a;
    single.write(number);
    run(Kind.PRODUCT, single, from, to);
  }

  @Override
  public void adam(
      AdamStep step, Block gradients, Block firstMoments, Block secondMoments, Block weights) {
    INDArray g = ((NativeBlock) gradients).all.array();
    INDArray m = ((NativeBlock) firstMoments).all.array();
    INDArray v = ((NativeBlock) secondMoments).all.array();
    INDArray p = ((NativeBlock) weights).all.array();
    require(
        g.length() == p.length() && m.length() == p.length() && v.length() == p.length(),
        "blocks of different sizes");
    boolean entered = enter(ELEMENT * p.length());
    try {
      if (adam == null || !adam.isOf(g, m, v, p)) {
        adam = new AdamUpdate(g, m, v, p);
      }
      adam.take(step);
    } finally {
      use.leave(entered);
    }
  }

  @Override
  public void close() {}

  private void run(Kind kind, Matrix a, Matrix c) {
    run(kind, a, a, c);
  }

  private void run(Kind kind, Matrix a, Matrix b, Matrix c) {
    if (!isEmpty(c)) {
      run(kind, array(a), array(b), (NativeMatrix) c);
    }
  }

  private void run(Kind kind, INDArray a, INDArray b, NativeMatrix c) {
    boolean entered = enter(kind.multiplyAdds(a, b, c));
    try {
      operations.run(kind, a, b, c);
    } finally {
      use.leave(entered);
    }
  }

  private static NativeMatrix matrix(int rows, int columns) {
    return (NativeMatrix) new NativeBlock(new Shape(rows, columns)).matrices().get(0);
  }

  private static INDArray array(Matrix matrix) {
    return ((NativeMatrix) matrix).array();
  }

  private static boolean isEmpty(Matrix matrix) {
    return ((NativeMatrix) matrix).isEmpty();
  }

  private static void requireEqualShapes(Matrix a, Matrix b) {
    require(a.rows() == b.rows() && a.columns() == b.columns(), "%s and %s", a, b);
  }

  private static void requireRow(Matrix row, Matrix matrix) {
    require(row.rows() == 1 && row.columns() == matrix.columns(), "the row %s for %s", row, matrix);
  }

  private static void requireRange(int first, int last, Matrix matrix) {
    require(
        0 <= first && first <= last && last <= matrix.rows(),
        "rows %d to %d of %s",
        first,
        last,
        matrix);
  }

  private static void require(boolean fits, String format, Object... operands) {
    if (!fits) {
      throw new IllegalArgumentException(
          "shapes do not fit: " + String.format(Locale.ROOT, format, operands));
    }
  }
}
