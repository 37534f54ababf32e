package io.github.rnnlab.nd4j;

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
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Computes with ND4J. All numbers lie in the memory of its device, outside the Java heap; ids and
 * losses cross once for each batch, and nothing crosses at a step.
 *
 * <p>One thread at a time may use it. It keeps contexts and plans for the matrices that it met, as
 * long as they are reachable.
 */
final class Nd4jBackend implements Backend {
  static final String NAME = "nd4j";

  /**
   * The largest table to which rows are added by a product with one-hot rows: ND4J's own operation
   * takes as long as a product with so many columns.
   */
  private static final int MOST_ONE_HOT_ROWS = 256;

  /**
   * ND4J corrects Adam's moments by the number of the step; those of a late one stay as they are.
   */
  private static final long LATE_STEP = 1_000_000_000;

  private static final Condition TINY = Conditions.absLessThan(AdamStep.TINY);

  private final int threads;
  private final Constants constants = new Constants();
  private final Map<Recurrence, List<Operation>> forward = new WeakHashMap<>();
  private final Map<Recurrence, List<Operation>> backward = new WeakHashMap<>();
  private final Map<NativeMatrix, CrossEntropy> crossEntropies = new WeakHashMap<>();
  private final SoleUse use =
      new SoleUse("an nd4j backend", "Give each thread one of its own with Backend.alone().");

  private final Operation identity = Operation.of("identity", 1);
  private final Operation fill = Operation.of("fill_as", 1).reals(0);
  private final Operation add = Operation.of("add", 2);
  private final Operation gather = Operation.of("gather", 2).integers(0);
  private final Operation biasAdd = Operation.of("biasadd", 2);
  private final Operation product = Operation.product(false, false, true);
  private final Operation productWithTransposed = Operation.product(false, true, true);
  private final Operation transposedProduct = Operation.product(true, false, true);
  private final Operation repeat = Operation.product(false, false, false);
  private final Operation oneHot = Operation.of("onehot", 1).reals(1, 0);
  private final Operation scatterAdd = Operation.of("scatter_add", 3);
  private final Operation norm = Operation.of("reduce_norm2", 1);
  private final Operation multiply = Operation.of("multiply", 2);
  private final Operation adam = Operation.of("adam_updater", 3).integers(LATE_STEP);
  private final Operation subtract = Operation.of("subtract", 2);
  private final DoublePointer adamArguments = new DoublePointer(4);
  private final INDArray scalar = Nd4j.scalar(0f);
  private float filledWith;
  private @Nullable Thread user;
  private INDArray hot = Nd4j.create(DataType.FLOAT, 1, 1);
  private INDArray update = Nd4j.create(DataType.FLOAT, 1, 1);

  Nd4jBackend(int threads) {
    this.threads = threads;
  }

  /** Begins a use on the calling thread, whose operations then share so many threads. */
  private boolean enter() {
    boolean entered = use.enter();
    if (entered && user != Thread.currentThread()) {
      user = Thread.currentThread();
      Nd4jLibrary.bind(threads);
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
    return new Nd4jBackend(1);
  }

  @Override
  public long bytes(long rows, long columns) {
    return Float.BYTES * rows * columns;
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
    if (!isEmpty(target)) {
      fill(array(target), value);
    }
  }

  @Override
  public void clear(Block target) {
    fill(((NativeBlock) target).numbers, 0);
  }

  private void fill(INDArray target, float value) {
    boolean entered = enter();
    try {
      if (Float.compare(value, filledWith) != 0) {
        fill.reals(value);
        filledWith = value;
      }
      fill.on(target, target).run();
    } finally {
      use.leave(entered);
    }
  }

  @Override
  public void copy(Matrix source, Matrix target) {
    requireEqualShapes(source, target);
    if (!isEmpty(target)) {
      run(identity, array(source), array(target));
    }
  }

  @Override
  public void add(Matrix a, Matrix b, Matrix sum) {
    requireEqualShapes(a, sum);
    requireEqualShapes(b, sum);
    if (!isEmpty(sum)) {
      run(add, array(a), array(b), array(sum));
    }
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
    require(
        rows == target.rows() && columns == target.columns(),
        "%s%s to %d x %d",
        source,
        transposed ? " transposed" : "",
        target.rows(),
        target.columns());
    NativePackedMatrix to = (NativePackedMatrix) target;
    to.turn(transposed);
    run(identity, array(source), to.copy());
  }

  @Override
  public void gemm(Matrix a, PackedMatrix b, Matrix c) {
    require(
        a.columns() == b.rows() && a.rows() == c.rows() && c.columns() == b.columns(),
        "%s times %d x %d to %s",
        a,
        b.rows(),
        b.columns(),
        c);
    if (!isEmpty(c)) {
      NativePackedMatrix right = (NativePackedMatrix) b;
      multiply(
          right.isTransposed() ? productWithTransposed : product,
          a.rows(),
          array(a),
          right.copy(),
          array(c));
    }
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
      INDArray to = array(target);
      run(gather, array(table), ((NativeIds) ids).array(0, target.rows()), to);
      run(biasAdd, to, ((NativeMatrix) bias).vector(), to);
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
    if (!isEmpty(a)) {
      multiply(transposedProduct, a.columns(), array(a), array(b), array(sums));
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
    if (first == last) {
      return;
    }
    INDArray rows = array(source.rows(first, last - first));
    INDArray some = ((NativeIds) ids).array(first, last);
    boolean entered = enter();
    try {
      if (table.rows() > MOST_ONE_HOT_ROWS) {
        scatterAdd.on(array(table), some, rows, array(table)).run();
        return;
      }
      if (hot.rows() != rows.rows() || hot.columns() != table.rows()) {
        hot = Nd4j.createUninitialized(DataType.FLOAT, rows.rows(), table.rows());
        oneHot.integers(-1, table.rows());
      }
      oneHot.on(some, hot).run();
      multiply(transposedProduct, table.rows(), hot, rows, array(table));
    } finally {
      use.leave(entered);
    }
  }

  @Override
  public void broadcastRow(Matrix bias, Matrix target) {
    requireRow(bias, target);
    if (!isEmpty(target)) {
      INDArray ones = constants.columnOfOnes(target.rows());
      multiply(repeat, target.rows(), ones, array(bias), array(target));
    }
  }

  @Override
  public void columnSums(Matrix source, Matrix sums) {
    requireRow(sums, source);
    if (!isEmpty(source)) {
      multiply(product, 1, constants.rowOfOnes(source.rows()), array(source), array(sums));
    }
  }

  @Override
  public void recurrence(Recurrence recurrence, Downstream downstream) {
    boolean entered = enter();
    try {
      List<Operation> steps = forward.get(recurrence);
      if (steps == null) {
        steps = RecurrencePlan.forward(recurrence, constants);
        forward.put(recurrence, steps);
      }
      run(steps);
      follow(recurrence, downstream);
    } finally {
      use.leave(entered);
    }
  }

  @Override
  public void recurrenceGradient(Recurrence recurrence, Downstream downstream) {
    boolean entered = enter();
    try {
      List<Operation> steps = backward.get(recurrence);
      if (steps == null) {
        steps = RecurrencePlan.backward(recurrence, constants);
        backward.put(recurrence, steps);
      }
      run(steps);
      follow(recurrence, downstream);
    } finally {
      use.leave(entered);
    }
  }

  private void follow(Recurrence recurrence, Downstream downstream) {
    downstream.begin(this);
    downstream.follow(this, 0, recurrence.rows());
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
    boolean entered = enter();
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
  public double sum(Losses losses) {
    return ((NativeLosses) losses).sum();
  }

  @Override
  public double norm(Block block) {
    boolean entered = enter();
    try {
      norm.on(((NativeBlock) block).numbers, scalar).run();
      return HostMemory.floats(scalar).get();
    } finally {
      use.leave(entered);
    }
  }

  @Override
  public void scale(Block block, float factor) {
    boolean entered = enter();
    try {
      HostMemory.floats(scalar).put(factor);
      HostMemory.changed(scalar);
      INDArray numbers = ((NativeBlock) block).numbers;
      multiply.on(numbers, scalar, numbers).run();
    } finally {
      use.leave(entered);
    }
  }

  @Override
  public void adam(
      AdamStep step, Block gradients, Block firstMoments, Block secondMoments, Block weights) {
    INDArray g = ((NativeBlock) gradients).numbers;
    INDArray m = ((NativeBlock) firstMoments).numbers;
    INDArray v = ((NativeBlock) secondMoments).numbers;
    INDArray p = ((NativeBlock) weights).numbers;
    require(
        g.length() == p.length() && m.length() == p.length() && v.length() == p.length(),
        "blocks of %d, %d, %d and %d numbers",
        g.length(),
        m.length(),
        v.length(),
        p.length());
    boolean entered = enter();
    try {
      if (update.length() != p.length()) {
        update = Nd4j.create(DataType.FLOAT, 1, p.length());
      }
      setAdam(step);
      adam.on(g, v, m, update).alsoTo(1, v).alsoTo(2, m).run();
      subtract.on(p, update, p).run();
      flush(m);
      flush(v);
    } finally {
      use.leave(entered);
    }
  }

  /**
   * Sets the arguments so that ND4J takes the step of {@link AdamStep}. ND4J divides by {@code
   * sqrt(v) + epsilon}, without the factor of the root. It rounds 1 - beta from a float beta, so
   * its moments are a little larger or smaller than they should be: the step and epsilon make up
   * for it.
   */
  private void setAdam(AdamStep step) {
    double firstExcess = (1f - step.beta1()) / (double) step.gradientShare();
    double secondExcess = (1f - step.beta2()) / (double) step.squareShare();
    double root = Math.sqrt(secondExcess) / step.inverseRootCorrection();
    adamArguments
        .put(0, step.stepSize() * root / firstExcess)
        .put(1, step.beta1())
        .put(2, step.beta2())
        .put(3, step.epsilon() * root);
    adam.set(adamArguments, 4);
  }

  private void flush(INDArray moments) {
    Nd4j.getExecutioner().exec(new CompareAndSet(moments, 0, TINY));
  }

  @Override
  public void close() {}

  private void run(Operation operation, INDArray input, INDArray output) {
    boolean entered = enter();
    try {
      operation.on(input, output).run();
    } finally {
      use.leave(entered);
    }
  }

  private void run(Operation operation, INDArray a, INDArray b, INDArray output) {
    boolean entered = enter();
    try {
      operation.on(a, b, output).run();
    } finally {
      use.leave(entered);
    }
  }

  private void multiply(Operation operation, long rows, INDArray a, INDArray b, INDArray c) {
    boolean entered = enter();
    try {
      operation.on(a, b, c).chooseLibrary(rows).run();
    } finally {
      use.leave(entered);
    }
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
