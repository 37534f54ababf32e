package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.rnnlab.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend does, against the same formulas in double precision. */
@Tag(TestedBackends.TAG)
@ParameterizedClass
@MethodSource("backends")
class BackendContractTest {
  private static final AdamStep STEP = AdamStep.of(1, 0.001, 0.9, 0.999, 1e-8);

  private final Backend backend;
  private final RandomStream random = RandomStream.named(5, "contract");

  BackendContractTest(Backend backend) {
    this.backend = backend;
  }

  static Stream<Named<Backend>> backends() {
    return TestedBackends.all()
        .map(Supplier::get)
        .map(backend -> Named.of(backend.name() + " x " + backend.threads(), backend));
  }

  @Test
  void startsWithZerosAndReadsWhatWasWritten() {
    Matrix matrix = backend.allocate(3, 17);
    assertThat(read(matrix)).containsOnly(0f).hasSize(51);
    float[] numbers = numbers(51);
    backend.write(numbers, matrix);
    assertThat(read(matrix)).isEqualTo(numbers);
    assertThat(matrix.rows()).isEqualTo(3);
    assertThat(matrix.columns()).isEqualTo(17);
  }

  @Test
  void keepsTheMatricesOfABlockApart() {
    List<Matrix> matrices =
        backend.allocate(new Shape(2, 3), new Shape(0, 5), new Shape(4, 1)).matrices();
    backend.fill(matrices.get(0), 1);
    backend.fill(matrices.get(2), 2);
    assertThat(read(matrices.get(0))).containsOnly(1f).hasSize(6);
    assertThat(read(matrices.get(1))).isEmpty();
    assertThat(read(matrices.get(2))).containsOnly(2f).hasSize(4);
  }

  @Test
  void sharesTheNumbersOfAViewWithItsMatrix() {
    Matrix matrix = backend.allocate(5, 3);
    Matrix view = matrix.rows(1, 3).rows(1, 2);
    backend.fill(view, 7);
    assertThat(read(matrix)).containsExactly(0, 0, 0, 0, 0, 0, 7, 7, 7, 7, 7, 7, 0, 0, 0);
    backend.write(new float[] {1, 2, 3}, matrix.rows(2, 1));
    assertThat(read(view)).containsExactly(1, 2, 3, 7, 7, 7);
    assertThat(view.rows(2, 0).rows()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, -1", "0, 6", "5, 1", "6, 0", "2147483647, 2"})
  void refusesViewsOfRowsThatAreNotThere(int first, int count) {
    Matrix matrix = backend.allocate(5, 3);
    assertThatIllegalArgumentException().isThrownBy(() -> matrix.rows(first, count));
  }

  @Test
  void copiesTransposesAndBroadcasts() {
    Matrix source = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    Matrix copy = backend.allocate(2, 3);
    backend.copy(source, copy);
    assertThat(read(copy)).containsExactly(1, 2, 3, 4, 5, 6);
    Matrix transposed = backend.allocate(3, 2);
    backend.transpose(source, transposed);
    assertThat(read(transposed)).containsExactly(1, 4, 2, 5, 3, 6);
    backend.broadcastRow(matrix(1, 3, 7, 8, 9), copy);
    assertThat(read(copy)).containsExactly(7, 8, 9, 7, 8, 9);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void addsAProductOfMatrices(boolean transposed) {
    int m = 5;
    int n = 17;
    int depth = 33;
    float[] a = numbers(m * depth);
    float[] b = numbers(depth * n);
    float[] c = numbers(m * n);
    Matrix result = matrix(m, n, c);
    PackedMatrix packed = backend.allocatePacked(depth, n);
    backend.pack(transposed ? matrix(n, depth, b) : matrix(depth, n, b), transposed, packed);
    backend.gemm(matrix(m, depth, a), packed, result);
    float[] actual = read(result);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double expected = c[i * n + j];
        for (int k = 0; k < depth; k++) {
          expected += (double) a[i * depth + k] * b[transposed ? j * depth + k : k * n + j];
        }
        assertThat((double) actual[i * n + j]).isCloseTo(expected, within(2e-5));
      }
    }
  }

  @Test
  void multipliesWithWhatWasPackedLast() {
    PackedMatrix packed = backend.allocatePacked(1, 2);
    Matrix source = matrix(1, 2, 3, 4);
    backend.pack(source, false, packed);
    backend.fill(source, 9);
    Matrix result = backend.allocate(1, 2);
    backend.gemm(matrix(1, 1, 2), packed, result);
    assertThat(read(result)).containsExactly(6, 8);
    backend.pack(matrix(2, 1, 5, 6), true, packed);
    backend.gemm(matrix(1, 1, 2), packed, result);
    assertThat(read(result)).containsExactly(16, 20);
    assertThat(packed.rows()).isEqualTo(1);
    assertThat(packed.columns()).isEqualTo(2);
  }

  @Test
  void clearsABlockAndAddsMatrices() {
    Block block = backend.allocate(new Shape(2, 3), new Shape(1, 17));
    block.matrices().forEach(matrix -> backend.fill(matrix, 7));
    backend.clear(block);
    assertThat(block.matrices()).allSatisfy(matrix -> assertThat(read(matrix)).containsOnly(0f));
    Matrix sum = matrix(1, 3, 1, 2, 3);
    backend.add(sum, matrix(1, 3, 10, 20, 30), sum);
    assertThat(read(sum)).containsExactly(11, 22, 33);
  }

  @Test
  void multipliesNumberByNumber() {
    Matrix a = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    Matrix product = backend.allocate(2, 3);
    backend.multiply(a, matrix(2, 3, 0, 2, 0, -1, 0.5f, 2), product);
    assertThat(read(product)).containsExactly(0, 4, 0, -4, 2.5f, 12);
    backend.multiply(a.rows(1, 1), matrix(1, 3, 3, 0, 1), a.rows(1, 1));
    assertThat(read(a)).containsExactly(1, 2, 3, 12, 0, 6);
  }

  @Test
  void gathersRowsAndAddsABias() {
    Matrix target = backend.allocate(3, 2);
    backend.gatherRows(matrix(2, 2, 1, 2, 3, 4), matrix(1, 2, 10, 20), ids(1, 0, 1, 9), target);
    assertThat(read(target)).containsExactly(13, 24, 11, 22, 13, 24);
  }

  @Test
  void addsUpTheRowsOfRepeatedIds() {
    Matrix table = matrix(3, 2, 1, 1, 1, 1, 1, 1);
    Matrix source = matrix(4, 2, 1, 2, 10, 20, 100, 200, 1000, 2000);
    backend.scatterAddRows(source, ids(2, 0, 2), 0, 3, table);
    assertThat(read(table)).containsExactly(11, 21, 1, 1, 102, 203);
  }

  @Test
  void addsUpTheRowsOfARangeOfIds() {
    Matrix table = matrix(2, 1, 0, 0);
    backend.scatterAddRows(matrix(4, 1, 1, 10, 100, 1000), ids(0, 0, 1, 0), 1, 3, table);
    assertThat(read(table)).containsExactly(10, 100);
  }

  @Test
  void sumsColumns() {
    Matrix sums = matrix(1, 2, 0, 5);
    backend.columnSums(matrix(3, 2, 1, 2, 10, 20, 100, 200), sums);
    assertThat(read(sums)).containsExactly(111, 227);
  }

  @Test
  void sumsOuterProducts() {
    Matrix sums = matrix(2, 3, 0, 0, 0, 5, 5, 5);
    backend.outerProducts(matrix(2, 2, 1, 2, 10, 20), matrix(2, 3, 3, 4, 5, 6, 7, 8), sums);
    assertThat(read(sums)).containsExactly(63, 74, 85, 131, 153, 175);
  }

  /** A 1 is lost beside 2^25; from the first row to the last, it would be added to 0. */
  @Test
  void sumsRowsFromTheLastToTheFirst() {
    assumeThat(backend.numericClass()).isEqualTo(NumericClass.EXACT);
    float large = 0x1p25f;
    Matrix rows = matrix(3, 1, large, -large, 1);
    Matrix sum = matrix(1, 1, 0);
    backend.columnSums(rows, sum);
    assertThat(read(sum)).containsExactly(0);
    backend.outerProducts(rows, matrix(3, 1, 1, 1, 1), sum);
    assertThat(read(sum)).containsExactly(0);
    backend.fill(sum, 0);
    backend.scatterAddRows(rows, backend.allocateIds(3), 0, 3, sum);
    assertThat(read(sum)).containsExactly(0);
  }

  /**
   * The gradient of {@code sum(dHidden * hidden)} with respect to all that reaches the gates from
   * outside, by central differences in double precision.
   */
  @ParameterizedTest
  @CsvSource({
    "VANILLA, 1, 1, 1",
    "VANILLA, 3, 2, 4",
    "VANILLA, 17, 1, 9",
    "GRU, 1, 1, 1",
    "GRU, 3, 2, 4",
    "GRU, 17, 1, 5",
    "GRU, 5, 7, 3",
    "LSTM, 1, 1, 1",
    "LSTM, 3, 2, 4",
    "LSTM, 17, 1, 5",
    "LSTM, 5, 7, 3"
  })
  void runsARecurrenceAndItsGradient(Cell cell, int hidden, int batch, int time) {
    Recurrence recurrence = new Trial(backend, "").recurrence(cell, hidden, batch, time);
    CellReference reference = new CellReference(backend, recurrence);
    backend.recurrence(recurrence, Downstream.NONE);
    double[] expected = reference.states();
    float[] actual = read(recurrence.statesAfter());
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(2e-6));
    }

    float[] outside = numbers(actual.length);
    backend.write(outside, recurrence.dHidden());
    backend.recurrenceGradient(recurrence, Downstream.NONE);
    List<Matrix> dGates = cell == Cell.VANILLA ? recurrence.dInputGates() : recurrence.gates();
    double step = 1e-5;
    for (int gate = 0; gate < dGates.size(); gate++) {
      float[] found = read(dGates.get(gate));
      for (int i = 0; i < found.length; i++) {
        double above = dot(outside, reference.statesWith(gate, i, step));
        double below = dot(outside, reference.statesWith(gate, i, -step));
        assertThat((double) found[i])
            .as("gate %d, number %d", gate, i)
            .isCloseTo((above - below) / (2 * step), within(2e-5));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VANILLA, 17, 1, 100",
    "VANILLA, 192, 1, 100",
    "VANILLA, 192, 1, 5",
    "VANILLA, 17, 2, 3",
    "VANILLA, 17, 1, 0",
    "GRU, 96, 1, 100",
    "GRU, 17, 2, 3",
    "LSTM, 96, 1, 100",
    "LSTM, 17, 2, 0"
  })
  void beginsOnceAndThenFollowsEveryRowInOrder(Cell cell, int hidden, int batch, int time) {
    int rows = time * batch;
    Recurrence recurrence = new Trial(backend, "").recurrence(cell, hidden, batch, time);
    List<Integer> ascending = new ArrayList<>();
    backend.recurrence(recurrence, noting(ascending, true));
    assertThat(ascending).startsWith(-1, 0).endsWith(rows);
    assertThat(ascending.subList(1, ascending.size())).isSorted().doesNotContain(-1);
    List<Integer> descending = new ArrayList<>();
    backend.recurrenceGradient(recurrence, noting(descending, false));
    assertThat(descending).startsWith(-1, rows).endsWith(0);
    assertThat(descending.subList(1, descending.size()))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .doesNotContain(-1);
  }

  /** Notes -1 when it begins, and the bounds of what it follows in the order of the steps. */
  private static Downstream noting(List<Integer> notes, boolean ascending) {
    return Downstream.of(
        on -> notes.add(-1),
        (on, first, last) -> notes.addAll(ascending ? List.of(first, last) : List.of(last, first)));
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void leavesARecurrenceOfNoStepsAsItIs(Cell cell) {
    Recurrence recurrence = new Trial(backend, "").recurrence(cell, 17, 2, 0);
    float[] first = read(recurrence.hidden());
    backend.recurrence(recurrence, Downstream.NONE);
    backend.recurrenceGradient(recurrence, Downstream.NONE);
    assertThat(read(recurrence.hidden())).isEqualTo(first).hasSize(34);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 17, 65, 300})
  void measuresCrossEntropyInNatsAndItsGradient(int vocabulary) {
    int rows = 7;
    float[] x = numbers(rows * vocabulary);
    int[] targets = {0, vocabulary - 1, 1, 0, 1, 1, vocabulary / 2};
    Matrix logits = matrix(rows, vocabulary, x);
    double loss = loss(logits, targets);
    float[] gradient = read(logits);
    double expectedLoss = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int j = 0; j < vocabulary; j++) {
        sum += StrictMath.exp(x[row * vocabulary + j]);
      }
      expectedLoss += StrictMath.log(sum) - x[row * vocabulary + targets[row]];
      for (int j = 0; j < vocabulary; j++) {
        double probability = StrictMath.exp(x[row * vocabulary + j]) / sum;
        assertThat((double) gradient[row * vocabulary + j])
            .isCloseTo((probability - (j == targets[row] ? 1 : 0)) / rows, within(1e-7));
      }
    }
    assertThat(loss).isCloseTo(expectedLoss, within(1e-5));
  }

  @Test
  void takesSomeRowsOfLogits() {
    float[] x = numbers(5 * 17);
    int[] targets = {3, 1, 4, 1, 5};
    Matrix whole = matrix(5, 17, x);
    Losses losses = backend.allocateLosses(5);
    backend.softmaxCrossEntropy(whole, ids(targets), 0, 5, losses);
    Matrix part = matrix(5, 17, x);
    Losses some = backend.allocateLosses(5);
    backend.softmaxCrossEntropy(part, ids(targets), 1, 4, some);
    Matrix first = matrix(5, 17, x);
    Losses before = backend.allocateLosses(5);
    backend.softmaxCrossEntropy(first, ids(targets), 0, 1, before);
    backend.softmaxCrossEntropy(first, ids(targets), 4, 5, before);
    assertThat(backend.sum(0, some))
        .isPositive()
        .isCloseTo(backend.sum(0, losses) - backend.sum(0, before), within(1e-5));
    assertThat(some.count()).isEqualTo(5);
    assertThat(read(part.rows(1, 3))).isEqualTo(read(whole.rows(1, 3)));
    assertThat(read(part.rows(4, 1))).isEqualTo(Arrays.copyOfRange(x, 4 * 17, 5 * 17));
  }

  /** Rows come whole steps at a time, each once, and only when they are known. */
  @ParameterizedTest
  @CsvSource({
    "VANILLA, 64, 1, 100",
    "VANILLA, 17, 1, 3",
    "VANILLA, 64, 3, 50",
    "VANILLA, 17, 1, 0",
    "GRU, 64, 1, 100",
    "GRU, 17, 7, 9",
    "LSTM, 64, 1, 100",
    "LSTM, 17, 7, 9"
  })
  void handsOutRowsAsTheyBecomeKnown(Cell cell, int hidden, int batch, int time) {
    Recurrence recurrence = new Trial(backend, "").recurrence(cell, hidden, batch, time);
    int rows = time * batch;
    Matrix seen = backend.allocate(rows, hidden);
    List<Integer> cuts = new ArrayList<>();
    backend.recurrence(
        recurrence,
        (on, first, last) -> {
          cuts.addAll(List.of(first, last));
          on.copy(
              recurrence.statesAfter().rows(first, last - first), seen.rows(first, last - first));
        });
    assertThat(cuts).startsWith(0).endsWith(rows);
    assertWholeSteps(cuts, batch);
    assertThat(read(seen)).isEqualTo(read(recurrence.statesAfter()));

    backend.write(numbers(rows * hidden), recurrence.dHidden());
    Matrix dGate = recurrence.dRecurrentGates().get(cell.gates() - 1);
    cuts.clear();
    backend.recurrenceGradient(
        recurrence,
        (on, first, last) -> {
          cuts.addAll(List.of(last, first));
          on.copy(dGate.rows(first, last - first), seen.rows(first, last - first));
        });
    assertThat(cuts).startsWith(rows).endsWith(0);
    assertWholeSteps(cuts, batch);
    assertThat(read(seen)).isEqualTo(read(dGate));
  }

  /** Every stretch of rows begins where the last one ended. */
  private static void assertWholeSteps(List<Integer> cuts, int batch) {
    assertThat(cuts).allMatch(cut -> cut % batch == 0);
    for (int i = 2; i < cuts.size(); i += 2) {
      assertThat(cuts.get(i)).isEqualTo(cuts.get(i - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1, -1, 1e4f, -1e4f, 3e38f, -3e38f})
  void findsEqualLogitsEquallyLikely(float logit) {
    Matrix logits = backend.allocate(2, 65);
    backend.fill(logits, logit);
    assertThat(loss(logits, 0, 64)).isCloseTo(2 * StrictMath.log(65), within(1e-6));
    assertThat((double) read(logits)[1]).isCloseTo(0.5 / 65, within(1e-8));
  }

  @Test
  void survivesLogitsThatAreFarApart() {
    Matrix logits = matrix(2, 3, 3e38f, -3e38f, 0, -90, 0, -200);
    assertThat(loss(logits, 0, 2)).isEqualTo(200);
    float denormal = (float) TestedBackends.tolerance(backend, 0, Float.MIN_NORMAL);
    assertThat(read(logits))
        .containsExactly(new float[] {0, 0, 0, 0, 0.5f, -0.5f}, within(denormal));
  }

  @Test
  void showsABrokenLogitInTheLoss() {
    // Among the bits of a NaN are those that another program left there.
    for (float broken :
        new float[] {Float.NaN, Float.intBitsToFloat(0x7fc00001), Float.POSITIVE_INFINITY}) {
      Matrix logits = matrix(1, 3, 0, broken, 0);
      assertThat(loss(logits, 0)).isNaN();
    }
  }

  @Test
  void stepsLikeAdamInDoublePrecision() {
    int size = 17;
    Block[] blocks = {block(1, size), block(1, size), block(1, size), block(1, size)};
    Matrix weights = blocks[3].matrices().get(0);
    backend.write(numbers(size), weights);
    double[] p = doubles(read(weights));
    double[] m = new double[size];
    double[] v = new double[size];
    for (int step = 1; step <= 50; step++) {
      float[] g = numbers(size);
      backend.write(g, blocks[0].matrices().get(0));
      backend.adam(
          AdamStep.of(step, 0.005, 0.9, 0.999, 1e-8), blocks[0], blocks[1], blocks[2], blocks[3]);
      for (int i = 0; i < size; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        double unbiasedM = m[i] / (1 - StrictMath.pow(0.9, step));
        double unbiasedV = v[i] / (1 - StrictMath.pow(0.999, step));
        p[i] -= 0.005 * unbiasedM / (StrictMath.sqrt(unbiasedV) + 1e-8);
      }
    }
    for (int i = 0; i < size; i++) {
      assertThat((double) read(weights)[i]).isCloseTo(p[i], within(2e-6));
    }
  }

  @Test
  void clampsAndAddsBlocks() {
    float[] a = numbers(51);
    float[] b = numbers(51);
    Block x = block(3, 17);
    Block y = block(3, 17);
    backend.write(a, x.matrices().get(0));
    backend.write(b, y.matrices().get(0));
    backend.clamp(x, 0.5f);
    backend.axpby(0.7f, x, 0.9f, y);
    backend.axpby(-2, x, 1, y);
    float[] clamped = read(x.matrices().get(0));
    float[] sums = read(y.matrices().get(0));
    for (int i = 0; i < a.length; i++) {
      assertThat(clamped[i]).isEqualTo(Math.min(Math.max(a[i], -0.5f), 0.5f));
      double sum = 0.7 * clamped[i] + 0.9 * b[i] - 2 * clamped[i];
      assertThat((double) sums[i]).isCloseTo(sum, within(1e-6));
    }
  }

  @Test
  void letsTheMomentsOfARareCharacterDecayToExactlyZero() {
    Block gradients = block(3, 5);
    Block first = block(3, 5);
    Block second = block(3, 5);
    Block weights = block(3, 5);
    backend.write(numbers(15), gradients.matrices().get(0));
    for (int step = 1; step <= 3000; step++) {
      backend.adam(AdamStep.of(step, 0.005, 0.9, 0.97, 1e-8), gradients, first, second, weights);
      backend.fill(gradients.matrices().get(0), 0);
      for (Block moments : List.of(first, second)) {
        for (float moment : read(moments.matrices().get(0))) {
          assertThat(moment == 0 || Math.abs(moment) >= AdamStep.TINY)
              .as("moment %s in step %d", moment, step)
              .isTrue();
        }
      }
    }
    assertThat(read(first.matrices().get(0))).containsOnly(0f);
    assertThat(read(second.matrices().get(0))).containsOnly(0f);
    assertThat(read(weights.matrices().get(0))).doesNotContain(0f, Float.NaN);
  }

  @Test
  @Timeout(20)
  void refusesShapesThatDoNotFit() {
    Matrix m23 = backend.allocate(2, 3);
    Matrix m32 = backend.allocate(3, 2);
    Matrix m33 = backend.allocate(3, 3);
    Matrix m43 = backend.allocate(4, 3);
    Matrix row2 = backend.allocate(1, 2);
    Matrix row3 = backend.allocate(1, 3);
    Ids ids = backend.allocateIds(2);
    PackedMatrix p23 = backend.allocatePacked(2, 3);
    PackedMatrix p33 = backend.allocatePacked(3, 3);
    Stream<ThrowingCallable> misfits =
        Stream.of(
            () -> backend.allocate(-1, 2),
            () -> backend.allocate(new Shape(1 << 20, 1 << 20)),
            () -> backend.write(new float[5], m23),
            () -> backend.read(m23, new float[5]),
            () -> backend.copy(m23, m32),
            () -> backend.transpose(m23, m23),
            () -> backend.write(new int[1], ids),
            () -> backend.add(m23, m32, m23),
            () -> backend.add(m23, m23, m32),
            () -> backend.multiply(m23, m32, m23),
            () -> backend.multiply(m23, m23, m32),
            () -> backend.pack(m23, true, p23),
            () -> backend.pack(m33, false, p23),
            () -> backend.gemm(m23, p23, m33),
            () -> backend.gemm(m33, p33, m23),
            () -> backend.gemm(m23, p33, m32),
            () -> backend.gatherRows(m33, row2, ids, m23),
            () -> backend.gatherRows(m32, row3, ids, m23),
            () -> backend.gatherRows(m33, m33, ids, m23),
            () -> backend.gatherRows(m33, row3, ids, m33),
            () -> backend.outerProducts(m23, m33, m33),
            () -> backend.outerProducts(m23, m23, m23),
            () -> backend.scatterAddRows(m23, ids, 0, 2, m32),
            () -> backend.scatterAddRows(m33, ids, 0, 3, m33),
            () -> backend.scatterAddRows(m33, ids, -1, 1, m33),
            () -> backend.scatterAddRows(m33, ids, 2, 1, m33),
            () -> backend.scatterAddRows(m33, backend.allocateIds(4), 0, 4, m33),
            () -> backend.broadcastRow(row2, m23),
            () -> backend.broadcastRow(m23, m23),
            () -> backend.columnSums(m23, row2),
            () -> backend.columnSums(m23, m23),
            () -> backend.softmaxCrossEntropy(m33, ids, 0, 3, backend.allocateLosses(3)),
            () -> backend.softmaxCrossEntropy(m23, ids, 0, 2, backend.allocateLosses(1)),
            () -> backend.softmaxCrossEntropy(m23, ids, 0, 3, backend.allocateLosses(3)),
            () -> backend.axpby(1, block(1, 17), 1, block(1, 16)),
            () -> backend.adam(STEP, block(1, 17), block(1, 17), block(1, 17), block(1, 16)),
            () -> backend.adam(STEP, block(1, 16), block(1, 17), block(1, 17), block(1, 17)));
    assertThat(misfits)
        .allSatisfy(misfit -> assertThatIllegalArgumentException().isThrownBy(misfit));
  }

  /** A recurrence refuses matrices that are not as its documentation has them. */
  @Test
  void refusesRecurrencesThatDoNotFit() {
    Matrix m33 = backend.allocate(3, 3);
    Matrix m43 = backend.allocate(4, 3);
    Matrix m32 = backend.allocate(3, 2);
    Matrix m13 = backend.allocate(1, 3);
    List<Matrix> w = List.of(m33, m33, m33, m33);
    Stream<ThrowingCallable> misfits =
        Stream.of(
            () -> vanilla(0, m33, m43, m33),
            () -> vanilla(-1, m33, m43, m33),
            () -> vanilla(3, m33, m43, m33),
            () -> vanilla(5, m33, m43, m33),
            () -> vanilla(1, m32, m43, m33),
            () -> vanilla(1, m43, m43, m33),
            () -> vanilla(1, m33, m43, m32),
            () -> vanilla(1, m33, m43, m43),
            () -> new Recurrence(Cell.VANILLA, 1, w, m43, List.of(), m33, null, null),
            () -> new Recurrence(Cell.VANILLA, 1, List.of(m33), m43, List.of(m33), m33, null, null),
            () -> new Recurrence(Cell.VANILLA, 1, List.of(m33), m43, List.of(), m33, m43, m13),
            () -> new Recurrence(Cell.LSTM, 1, w, m43, w, m33, null, null),
            () -> new Recurrence(Cell.LSTM, 1, w, m43, w, m33, m33, m13),
            () -> new Recurrence(Cell.LSTM, 1, w, m43, w, m33, m43, m33),
            () -> new Recurrence(Cell.LSTM, 1, w, m43, w.subList(0, 3), m33, m43, m13),
            () -> new Recurrence(Cell.GRU, 1, w, m43, w, m33, null, null),
            () ->
                new Recurrence(
                    Cell.GRU, 1, w.subList(0, 3), m43, w.subList(0, 3), m33, null, null));
    assertThat(misfits)
        .allSatisfy(misfit -> assertThatIllegalArgumentException().isThrownBy(misfit));
  }

  private static Recurrence vanilla(int batch, Matrix weights, Matrix hidden, Matrix dHidden) {
    return new Recurrence(
        Cell.VANILLA, batch, List.of(weights), hidden, List.of(), dHidden, null, null);
  }

  private double loss(Matrix logits, int... targets) {
    Losses losses = backend.allocateLosses(logits.rows());
    backend.softmaxCrossEntropy(logits, ids(targets), 0, logits.rows(), losses);
    return backend.sum(0, losses);
  }

  private Ids ids(int... numbers) {
    Ids ids = backend.allocateIds(numbers.length);
    backend.write(numbers, ids);
    return ids;
  }

  private static double dot(float[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private Matrix matrix(int rows, int columns, float... numbers) {
    Matrix matrix = backend.allocate(rows, columns);
    backend.write(numbers, matrix);
    return matrix;
  }

  private Block block(int rows, int columns) {
    return backend.allocate(new Shape(rows, columns));
  }

  private float[] read(Matrix matrix) {
    return Trial.read(backend, matrix);
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    Arrays.setAll(doubles, i -> numbers[i]);
    return doubles;
  }
}
