package io.github.rnnlab.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.AdamStep;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Block;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.tensor.Downstream;
import io.github.rnnlab.tensor.Ids;
import io.github.rnnlab.tensor.Losses;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Recurrence;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests of every backend do not ask. */
@Tag("nd4j")
class NativeBackendTest {
  private static final int STEPS = 10;
  private static final int VOCABULARY = 13;

  private final Backend backend = Backends.open("nd4j", Device.CPU, 1);

  /** Passes of several sizes share a backend, and each has plans of its own. */
  @ParameterizedTest
  @EnumSource(Cell.class)
  void computesThroughAnyPass(Cell cell) {
    LanguageModel model = model(backend, cell, 17);
    LanguageModel right = model(Backends.open("scalar", Device.CPU, 1), cell, 17);
    for (int batch : new int[] {3, 1, 3, 2}) {
      int[] inputs = ids(STEPS * batch);
      float[] logits = logits(model, model.pass(STEPS, batch), inputs);
      float[] expected = logits(right, right.pass(STEPS, batch), inputs);
      for (int i = 0; i < logits.length; i++) {
        assertThat(logits[i]).isCloseTo(expected[i], within(2e-6f));
      }
    }
  }

  /** A table of more rows than a product with one-hot rows is good for. */
  @Test
  void addsRowsToALargeTable() {
    Matrix table = backend.allocate(300, 2);
    Matrix rows = backend.allocate(3, 2);
    backend.write(new float[] {1, 2, 10, 20, 100, 200}, rows);
    Ids ids = backend.allocateIds(3);
    backend.write(new int[] {299, 0, 299}, ids);
    backend.scatterAddRows(rows, ids, 0, 3, table);
    float[] sums = read(table);
    assertThat(Arrays.copyOf(sums, 2)).containsExactly(10, 20);
    assertThat(Arrays.copyOfRange(sums, 598, 600)).containsExactly(101, 202);
    assertThat(Arrays.copyOfRange(sums, 2, 598)).containsOnly(0);
  }

  /** More logits than are taken at a time. */
  @Test
  void takesManyLogitsPieceByPiece() {
    int rows = 1000;
    int columns = 700;
    Matrix logits = backend.allocate(rows, columns);
    float[] numbers = new float[rows * columns];
    int[] targets = new int[rows];
    double expected = 0;
    for (int row = 0; row < rows; row++) {
      targets[row] = row % columns;
      numbers[row * columns + targets[row]] = row % 3;
      expected += StrictMath.log(StrictMath.exp(row % 3) + columns - 1) - row % 3;
    }
    backend.write(numbers, logits);
    Ids ids = backend.allocateIds(rows);
    backend.write(targets, ids);
    Losses losses = backend.allocateLosses(rows);
    backend.softmaxCrossEntropy(logits, ids, 0, rows, losses);
    assertThat(backend.sum(0, losses)).isCloseTo(expected, within(1e-4 * expected));
    assertThat((double) read(logits.rows(999, 1))[0])
        .isCloseTo(1.0 / (columns - 1 + 1) / rows, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void givesEveryThreadTheSameNumbers(Cell cell) throws InterruptedException, ExecutionException {
    LanguageModel model = model(backend, cell, 33);
    int[] inputs = ids(STEPS);
    float[] expected = logits(model, model.pass(STEPS, 1), inputs);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> found = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        found.add(
            threads.submit(
                () -> {
                  LanguageModel own = model.alone();
                  return logits(own, own.pass(STEPS, 1), inputs);
                }));
      }
      for (Future<float[]> each : found) {
        assertThat(each.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void refusesASecondThreadWhileOneIsAtWork() throws InterruptedException {
    Matrix states = backend.allocate(2, 3);
    Recurrence recurrence =
        new Recurrence(
            Cell.VANILLA,
            1,
            List.of(backend.allocate(3, 3)),
            states,
            List.of(),
            backend.allocate(1, 3),
            null,
            null);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    backend.recurrence(
        recurrence,
        (on, first, last) -> {
          Thread other = new Thread(() -> backend.fill(states, 0));
          other.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
          other.start();
          try {
            other.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              throw failure.get();
            })
        .withMessageContaining("using an nd4j backend while");
    backend.recurrence(recurrence, Downstream.NONE);
  }

  /**
   * The heap of the tests is touched before they start, and the first steps have compiled the code,
   * so only what is left behind can grow.
   */
  @Test
  void leavesNothingBehind() {
    List<Training> trainings = Stream.of(Cell.values()).map(Training::new).toList();
    trainings.forEach(training -> training.take(2_000));
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long heap = thread.getCurrentThreadAllocatedBytes();
    long memory = Pointer.physicalBytes();
    trainings.forEach(training -> training.take(8_000));
    assertThat((thread.getCurrentThreadAllocatedBytes() - heap) / 24_000).isLessThan(8_000);
    assertThat(Pointer.physicalBytes() - memory).isLessThan(8L << 20);
  }

  /** Steps of a small model, with all that belongs to them. */
  private final class Training {
    private static final int LENGTH = 3;

    private final int[] inputs = ids(2 * LENGTH);
    private final LanguageModel model;
    private final Pass pass;
    private final Parameters gradients;
    private final Block first;
    private final Block second;
    private int step;

    Training(Cell cell) {
      model = model(backend, cell, 32);
      pass = model.pass(LENGTH, 2);
      gradients = model.weights().zerosLike();
      first = model.weights().zerosLike().block();
      second = model.weights().zerosLike().block();
    }

    void take(int steps) {
      for (int i = 0; i < steps; i++) {
        step++;
        pass.startFromZero();
        model.lossAndGradients(inputs, inputs, pass, gradients);
        double norm = backend.norm(gradients.block());
        backend.scale(gradients.block(), (float) Math.min(1, 1 / norm));
        backend.adam(
            AdamStep.of(step, 1e-3, 0.9, 0.999, 1e-8),
            gradients.block(),
            first,
            second,
            model.weights().block());
      }
    }
  }

  private static LanguageModel model(Backend on, Cell cell, int hidden) {
    LanguageModel model = new LanguageModel(on, new ModelShape(cell, 2, hidden, VOCABULARY));
    model.initialize(Initialization.UNIFORM, 0, 1, RandomStream.named(5, "weights"));
    return model;
  }

  private static float[] logits(LanguageModel model, Pass pass, int[] inputs) {
    pass.startFromZero();
    model.forward(inputs, pass);
    float[] logits = new float[pass.logits().rows() * pass.logits().columns()];
    model.backend().read(pass.logits(), logits);
    return logits;
  }

  private static int[] ids(int count) {
    int[] ids = new int[count];
    Arrays.setAll(ids, i -> i * 7 % VOCABULARY);
    return ids;
  }

  private float[] read(Matrix matrix) {
    float[] numbers = new float[matrix.rows() * matrix.columns()];
    backend.read(matrix, numbers);
    return numbers;
  }
}
