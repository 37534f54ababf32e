package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend does, against the same formulas in double precision. */
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
    return Stream.of(new ScalarBackend(), new VectorBackend(1), new VectorBackend(3))
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
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void multipliesMatrices(int way) {
    boolean transposeA = (way & 1) != 0;
    boolean transposeB = (way & 2) != 0;
    boolean accumulate = (way & 4) != 0;
    int m = 5;
    int n = 17;
    int depth = 33;
    float[] a = numbers(m * depth);
    float[] b = numbers(depth * n);
    float[] c = numbers(m * n);
    Matrix result = matrix(m, n, c);
    backend.gemm(
        transposeA ? matrix(depth, m, a) : matrix(m, depth, a),
        transposeA,
        transposeB ? matrix(n, depth, b) : matrix(depth, n, b),
        transposeB,
        result,
        accumulate);
    float[] actual = read(result);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double expected = accumulate ? c[i * n + j] : 0;
        for (int k = 0; k < depth; k++) {
          expected +=
              (double) a[transposeA ? k * m + i : i * depth + k]
                  * b[transposeB ? j * depth + k : k * n + j];
        }
        assertThat((double) actual[i * n + j]).isCloseTo(expected, within(2e-5));
      }
    }
  }

  @Test
  void forgetsWhatStoodInAProductThatDoesNotAccumulate() {
    Matrix result = matrix(1, 2, Float.NaN, Float.POSITIVE_INFINITY);
    backend.gemm(matrix(1, 1, 2), false, matrix(1, 2, 3, 4), false, result, false);
    assertThat(read(result)).containsExactly(6, 8);
  }

  @Test
  void gathersRowsAndAddsABias() {
    Matrix target = backend.allocate(3, 2);
    backend.gatherRows(
        matrix(2, 2, 1, 2, 3, 4), matrix(1, 2, 10, 20), new int[] {1, 0, 1, 9}, target);
    assertThat(read(target)).containsExactly(13, 24, 11, 22, 13, 24);
  }

  @Test
  void addsUpTheRowsOfRepeatedIds() {
    Matrix table = matrix(3, 2, 1, 1, 1, 1, 1, 1);
    Matrix source = matrix(4, 2, 1, 2, 10, 20, 100, 200, 1000, 2000);
    backend.scatterAddRows(source, new int[] {2, 0, 2}, 0, 3, table);
    assertThat(read(table)).containsExactly(11, 21, 1, 1, 102, 203);
  }

  @Test
  void addsUpTheRowsOfARangeOfIds() {
    Matrix table = matrix(2, 1, 0, 0);
    backend.scatterAddRows(matrix(4, 1, 1, 10, 100, 1000), new int[] {0, 0, 1, 0}, 1, 3, table);
    assertThat(read(table)).containsExactly(10, 100);
  }

  @Test
  void sumsColumns() {
    Matrix sums = matrix(1, 2, Float.NaN, 5);
    backend.columnSums(matrix(3, 2, 1, 2, 10, 20, 100, 200), sums, false);
    assertThat(read(sums)).containsExactly(111, 222);
    backend.columnSums(matrix(1, 2, 1000, 2000), sums, true);
    assertThat(read(sums)).containsExactly(1111, 2222);
  }

  @Test
  void sumsOuterProducts() {
    Matrix sums = matrix(2, 3, Float.NaN, 5, 5, 5, 5, 5);
    backend.outerProducts(matrix(2, 2, 1, 2, 10, 20), matrix(2, 3, 3, 4, 5, 6, 7, 8), sums, false);
    assertThat(read(sums)).containsExactly(63, 74, 85, 126, 148, 170);
    backend.outerProducts(matrix(1, 2, 1000, 0), matrix(1, 3, 1, 2, 3), sums, true);
    assertThat(read(sums)).containsExactly(1063, 2074, 3085, 126, 148, 170);
  }

  /** A 1 is lost beside 2^25; from the first row to the last, it would be added to 0. */
  @Test
  void sumsRowsFromTheLastToTheFirst() {
    float large = 0x1p25f;
    Matrix rows = matrix(3, 1, large, -large, 1);
    Matrix sum = matrix(1, 1, 0);
    backend.columnSums(rows, sum, false);
    assertThat(read(sum)).containsExactly(0);
    backend.outerProducts(rows, matrix(3, 1, 1, 1, 1), sum, false);
    assertThat(read(sum)).containsExactly(0);
    backend.fill(sum, 0);
    backend.scatterAddRows(rows, new int[3], 0, 3, sum);
    assertThat(read(sum)).containsExactly(0);
  }

  @Test
  void takesTheHyperbolicTangentAndItsGradient() {
    float[] x = numbers(51);
    float[] change = numbers(51);
    Matrix y = matrix(3, 17, x);
    Matrix gradient = matrix(3, 17, change);
    backend.tanh(y);
    backend.tanhGradient(y, gradient);
    for (int i = 0; i < x.length; i++) {
      double tanh = StrictMath.tanh(x[i]);
      assertThat((double) read(y)[i]).isCloseTo(tanh, within(2e-7));
      assertThat((double) read(gradient)[i]).isCloseTo(change[i] * (1 - tanh * tanh), within(1e-6));
    }
  }

  /** The gradient of {@code sum(dStates * states)}, by central differences in double precision. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 2, 4", "17, 1, 9"})
  void runsARecurrenceAndItsGradient(int hidden, int batch, int time) {
    double[] inputs = doubles(numbers(time * batch * hidden));
    float[] weights = numbers(hidden * hidden);
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= (float) Math.sqrt(hidden);
    }
    float[] first = numbers(batch * hidden);
    float[] outside = numbers(time * batch * hidden);

    Matrix states = backend.allocate((time + 1) * batch, hidden);
    backend.write(first, states.rows(0, batch));
    backend.write(floats(inputs), states.rows(batch, time * batch));
    backend.tanhRecurrence(matrix(hidden, hidden, weights), states, batch, Follower.NONE);
    double[] expected = recurrence(inputs, weights, first, hidden, batch);
    float[] actual = read(states.rows(batch, time * batch));
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(2e-6));
    }

    Matrix dStates = matrix(time * batch, hidden, outside);
    backend.tanhRecurrenceGradient(
        matrix(hidden, hidden, weights), states, dStates, batch, Follower.NONE);
    float[] dInputs = read(dStates);
    double step = 1e-5;
    for (int i = 0; i < inputs.length; i++) {
      double kept = inputs[i];
      inputs[i] = kept + step;
      double above = dot(outside, recurrence(inputs, weights, first, hidden, batch));
      inputs[i] = kept - step;
      double below = dot(outside, recurrence(inputs, weights, first, hidden, batch));
      inputs[i] = kept;
      assertThat((double) dInputs[i]).isCloseTo((above - below) / (2 * step), within(2e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"17, 1, 100", "192, 1, 100", "192, 1, 5", "17, 2, 3", "17, 1, 0"})
  void beginsOnceAndThenFollowsEveryRowInOrder(int hidden, int batch, int time) {
    int rows = time * batch;
    Matrix weights = backend.allocate(hidden, hidden);
    Matrix states = backend.allocate(rows + batch, hidden);
    List<Integer> ascending = new ArrayList<>();
    backend.tanhRecurrence(weights, states, batch, noting(ascending, true));
    assertThat(ascending).startsWith(-1, 0).endsWith(rows);
    assertThat(ascending.subList(1, ascending.size())).isSorted().doesNotContain(-1);
    List<Integer> descending = new ArrayList<>();
    Matrix dStates = backend.allocate(rows, hidden);
    backend.tanhRecurrenceGradient(weights, states, dStates, batch, noting(descending, false));
    assertThat(descending).startsWith(-1, rows).endsWith(0);
    assertThat(descending.subList(1, descending.size()))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .doesNotContain(-1);
  }

  /** Notes -1 when it begins, and the bounds of what it follows in the order of the steps. */
  private static Follower noting(List<Integer> notes, boolean ascending) {
    return Follower.of(
        on -> notes.add(-1),
        (on, first, last) -> notes.addAll(ascending ? List.of(first, last) : List.of(last, first)));
  }

  @Test
  void leavesARecurrenceOfNoStepsAsItIs() {
    float[] first = numbers(2 * 17);
    Matrix states = matrix(2, 17, first);
    Matrix weights = matrix(17, 17, numbers(17 * 17));
    backend.tanhRecurrence(weights, states, 2, Follower.NONE);
    backend.tanhRecurrenceGradient(weights, states, backend.allocate(0, 17), 2, Follower.NONE);
    assertThat(read(states)).isEqualTo(first);
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
    double[] losses = new double[5];
    backend.softmaxCrossEntropy(whole, targets, 0, 5, losses);
    Matrix part = matrix(5, 17, x);
    double[] some = {7, 7, 7, 7, 7};
    backend.softmaxCrossEntropy(part, targets, 1, 4, some);
    assertThat(some).containsExactly(7, losses[1], losses[2], losses[3], 7);
    assertThat(read(part.rows(1, 3))).isEqualTo(read(whole.rows(1, 3)));
    assertThat(read(part.rows(4, 1))).isEqualTo(Arrays.copyOfRange(x, 4 * 17, 5 * 17));
  }

  /** Rows come whole steps at a time, each once, and only when they are known. */
  @ParameterizedTest
  @CsvSource({"64, 1, 100", "17, 1, 3", "64, 3, 50", "17, 1, 0"})
  void handsOutRowsAsTheyBecomeKnown(int hidden, int batch, int time) {
    Matrix weights = matrix(hidden, hidden, numbers(hidden * hidden));
    Matrix states = matrix((time + 1) * batch, hidden, numbers((time + 1) * batch * hidden));
    int rows = time * batch;
    Matrix seen = backend.allocate(rows, hidden);
    List<Integer> cuts = new ArrayList<>();
    backend.tanhRecurrence(
        weights,
        states,
        batch,
        (on, first, last) -> {
          cuts.addAll(List.of(first, last));
          on.copy(states.rows(batch + first, last - first), seen.rows(first, last - first));
        });
    assertThat(cuts).startsWith(0).endsWith(rows);
    assertWholeSteps(cuts, batch);
    assertThat(read(seen)).isEqualTo(read(states.rows(batch, rows)));

    Matrix dStates = matrix(rows, hidden, numbers(rows * hidden));
    cuts.clear();
    backend.tanhRecurrenceGradient(
        weights,
        states,
        dStates,
        batch,
        (on, first, last) -> {
          cuts.addAll(List.of(last, first));
          on.copy(dStates.rows(first, last - first), seen.rows(first, last - first));
        });
    assertThat(cuts).startsWith(rows).endsWith(0);
    assertWholeSteps(cuts, batch);
    assertThat(read(seen)).isEqualTo(read(dStates));
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
    assertThat(read(logits)).containsExactly(0, 0, 0, 0, 0.5f, -0.5f);
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
    int[] ids = new int[2];
    Stream<ThrowingCallable> misfits =
        Stream.of(
            () -> backend.allocate(-1, 2),
            () -> backend.allocate(new Shape(1 << 20, 1 << 20)),
            () -> backend.write(new float[5], m23),
            () -> backend.read(m23, new float[5]),
            () -> backend.copy(m23, m32),
            () -> backend.transpose(m23, m23),
            () -> backend.gemm(m23, false, m23, false, m33, false),
            () -> backend.gemm(m23, true, m33, false, m33, false),
            () -> backend.gemm(m23, false, m32, true, m33, false),
            () -> backend.gemm(m23, false, m33, false, m33, true),
            () -> backend.gatherRows(m33, row2, ids, m23),
            () -> backend.gatherRows(m32, row3, ids, m23),
            () -> backend.gatherRows(m33, m33, ids, m23),
            () -> backend.gatherRows(m33, row3, ids, m33),
            () -> backend.outerProducts(m23, m33, m33, false),
            () -> backend.outerProducts(m23, m23, m23, false),
            () -> backend.scatterAddRows(m23, ids, 0, 2, m32),
            () -> backend.scatterAddRows(m33, ids, 0, 3, m33),
            () -> backend.scatterAddRows(m33, ids, -1, 1, m33),
            () -> backend.scatterAddRows(m33, ids, 2, 1, m33),
            () -> backend.scatterAddRows(m33, new int[4], 0, 4, m33),
            () -> backend.broadcastRow(row2, m23),
            () -> backend.broadcastRow(m23, m23),
            () -> backend.columnSums(m23, row2, false),
            () -> backend.columnSums(m23, m23, true),
            () -> backend.tanhGradient(m23, m32),
            () -> backend.softmaxCrossEntropy(m33, ids, 0, 3, new double[3]),
            () -> backend.softmaxCrossEntropy(m23, ids, 0, 2, new double[1]),
            () -> backend.softmaxCrossEntropy(m23, ids, 0, 3, new double[3]),
            () -> backend.tanhRecurrence(m33, m43, 0, Follower.NONE),
            () -> backend.tanhRecurrence(m33, m43, -1, Follower.NONE),
            () -> backend.tanhRecurrence(m33, m43, 3, Follower.NONE),
            () -> backend.tanhRecurrence(m33, m43, 5, Follower.NONE),
            () -> backend.tanhRecurrence(m23, m43, 1, Follower.NONE),
            () -> backend.tanhRecurrence(m32, m43, 1, Follower.NONE),
            () -> backend.tanhRecurrenceGradient(m33, m43, m33, 0, Follower.NONE),
            () -> backend.tanhRecurrenceGradient(m33, m43, m33, -1, Follower.NONE),
            () -> backend.tanhRecurrenceGradient(m33, m43, m33, 2, Follower.NONE),
            () -> backend.tanhRecurrenceGradient(m33, m33, m33, 1, Follower.NONE),
            () -> backend.tanhRecurrenceGradient(m23, m43, m33, 1, Follower.NONE),
            () -> backend.tanhRecurrenceGradient(m33, m43, m32, 1, Follower.NONE),
            () -> backend.adam(STEP, block(1, 17), block(1, 17), block(1, 17), block(1, 16)),
            () -> backend.adam(STEP, block(1, 16), block(1, 17), block(1, 17), block(1, 17)));
    assertThat(misfits)
        .allSatisfy(misfit -> assertThatIllegalArgumentException().isThrownBy(misfit));
  }

  private double loss(Matrix logits, int... targets) {
    double[] losses = new double[logits.rows()];
    backend.softmaxCrossEntropy(logits, targets, 0, logits.rows(), losses);
    return Arrays.stream(losses).sum();
  }

  private static double[] recurrence(
      double[] inputs, float[] weights, float[] first, int hidden, int batch) {
    double[] states = new double[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      int row = i / hidden * hidden;
      double sum = inputs[i];
      for (int k = 0; k < hidden; k++) {
        int before = row + k - batch * hidden;
        sum += (before < 0 ? first[row + k] : states[before]) * weights[k * hidden + i % hidden];
      }
      states[i] = StrictMath.tanh(sum);
    }
    return states;
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

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
