package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.model.Dropout;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.model.Shard;
import io.github.rnnlab.optimizer.Adam;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.tensor.TestedBackends;
import io.github.rnnlab.tensor.VectorBackend;
import io.github.rnnlab.train.ReferenceRnn.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Judges every gradient by {@link ReferenceRnn}, that one by finite differences, and the backends
 * by each other. T steps, B windows, H hidden units, V characters.
 */
class GradientTest {
  private static final double RELATIVE = 1e-4;

  /**
   * A number that is this small in relation to the largest of its tensor is a sum of larger ones
   * that cancel: it is held to the tolerance of a number of this size.
   */
  private static final double FLOOR = 1e-2;

  @ParameterizedTest
  @MethodSource
  @Tag(TestedBackends.TAG)
  void agreeWithTheReferenceOverTheWholeWindow(Backend backend, int steps, int batch) {
    for (int hidden : new int[] {1, 3, 17, 48}) {
      for (int vocabulary : new int[] {2, 13, 65}) {
        LanguageModel model = model(backend, vocabulary, hidden);
        int[][] windows = windows(batch, steps, vocabulary);
        Parameters gradients = model.weights().zerosLike();
        ReferenceRnn reference = ReferenceRnn.of(model.weights());

        double loss =
            new BackpropagationThroughTime(model, steps, batch)
                .lossAndGradients(windows, gradients);

        String sizes = "H " + hidden + ", V " + vocabulary;
        double difference = Math.abs(loss / (steps * batch) / reference.loss(windows) - 1);
        assertThat(difference).as("loss, %s", sizes).isLessThan(1e-6);
        assertThat(mistakes(ReferenceRnn.rows(gradients), reference.gradients(windows, Fault.NONE)))
            .as(sizes)
            .isEmpty();
      }
    }
  }

  /** A new backend for each test, because JUnit closes it afterwards. */
  static Stream<Arguments> agreeWithTheReferenceOverTheWholeWindow() {
    return Stream.of(1, 2, 25)
        .flatMap(
            steps ->
                Stream.of(1, 2, 7)
                    .flatMap(
                        batch ->
                            TestedBackends.all()
                                .map(Supplier::get)
                                .map(backend -> Arguments.of(backend, steps, batch))));
  }

  @Test
  void theReferenceAgreesWithFiniteDifferences() {
    double step = 1e-5;
    int[][] windows = windows(2, 6, 4);
    ReferenceRnn reference = ReferenceRnn.of(model(new ScalarBackend(), 4, 3).weights());
    Map<String, double[][]> gradients = reference.gradients(windows, Fault.NONE);

    reference
        .weights()
        .forEach(
            (name, matrix) -> {
              double[][] gradient = Objects.requireNonNull(gradients.get(name));
              for (int i = 0; i < matrix.length; i++) {
                for (int j = 0; j < matrix[i].length; j++) {
                  double weight = matrix[i][j];
                  matrix[i][j] = weight + step;
                  double above = reference.loss(windows);
                  matrix[i][j] = weight - step;
                  double below = reference.loss(windows);
                  matrix[i][j] = weight;
                  assertThat(Math.abs(gradient[i][j] - (above - below) / (2 * step)))
                      .as("%s[%d, %d]", name, i, j)
                      .isLessThan(1e-9);
                }
              }
            });
  }

  @Test
  void noticeAMistakeInAnySingleNumber() {
    int[][] windows = windows(2, 25, 13);
    ReferenceRnn reference = ReferenceRnn.of(model(new ScalarBackend(), 13, 17).weights());
    Map<String, double[][]> expected = reference.gradients(windows, Fault.NONE);
    Map<String, double[][]> found = reference.gradients(windows, Fault.NONE);
    assertThat(mistakes(found, expected)).isEmpty();

    found.forEach(
        (name, matrix) -> {
          for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
              double right = matrix[i][j];
              matrix[i][j] += 2 * RELATIVE * Math.max(Math.abs(right), FLOOR * largest(matrix));
              assertThat(mistakes(found, expected))
                  .first(as(InstanceOfAssertFactories.STRING))
                  .startsWith("%s[%d, %d] is ".formatted(name, i, j));
              matrix[i][j] = right;
            }
          }
        });
  }

  @Test
  void noticeAMissingDerivative() {
    LanguageModel model = model(new VectorBackend(1), 13, 17);
    int[][] windows = windows(2, 25, 13);
    Parameters gradients = model.weights().zerosLike();
    new BackpropagationThroughTime(model, 25, 2).lossAndGradients(windows, gradients);
    Map<String, double[][]> found = ReferenceRnn.rows(gradients);
    ReferenceRnn reference = ReferenceRnn.of(model.weights());

    assertThat(mistakes(found, reference.gradients(windows, Fault.NONE))).isEmpty();
    for (Fault fault : List.of(Fault.NO_TANH_DERIVATIVE, Fault.NO_FLOW_THROUGH_TIME)) {
      assertThat(mistakes(found, reference.gradients(windows, fault)))
          .hasSizeGreaterThan(100)
          .anyMatch(mistake -> mistake.startsWith("Wxh as a whole"))
          .anyMatch(mistake -> mistake.startsWith("Whh as a whole"))
          .anyMatch(mistake -> mistake.startsWith("bh as a whole"));
    }
  }

  /** Every number of every parameter, of all cells and several layers. */
  @ParameterizedTest
  @MethodSource
  @Tag(TestedBackends.TAG)
  void agreeWithFiniteDifferencesForEveryCell(Backend backend, ModelShape shape) {
    int[][] windows = windows(3, 5, shape.vocabulary());
    LanguageModel model = model(backend, shape);
    Parameters gradients = model.weights().zerosLike();
    double loss =
        new BackpropagationThroughTime(model, 5, 3).lossAndGradients(windows, gradients) / 15;
    Map<String, double[][]> weights = ReferenceRnn.rows(model.weights());
    requireFiniteDifferences(windows, loss, gradients, weights, new ReferenceModel(shape, weights));
  }

  /** With what one step drops. */
  @ParameterizedTest
  @MethodSource("agreeWithFiniteDifferencesForEveryCell")
  @Tag(TestedBackends.TAG)
  void agreeWithFiniteDifferencesUnderDropout(Backend backend, ModelShape shape) {
    int[][] windows = windows(3, 5, shape.vocabulary());
    Dropout dropout = new Dropout(11, 0.3, 0.2, 0.4);
    LanguageModel model = model(backend, shape);
    Parameters gradients = model.weights().zerosLike();
    double loss =
        new BackpropagationThroughTime(model, 5, 3, dropout)
                .lossAndGradients(windows, Shard.whole(3), gradients, null, 7)
            / 15;
    Map<String, double[][]> weights = ReferenceRnn.rows(model.weights());
    ReferenceModel.Factors factors =
        (place, row, index) -> {
          if (place == 0 && shape.embedding() == 0) {
            return 1;
          }
          int width = place == 0 ? shape.embedding() : shape.hidden();
          double p = place == 0 ? 0.3 : place == shape.layers() ? 0.4 : 0.2;
          RandomStream stream = RandomStream.named(11, "dropout/" + place + "/7");
          double uniform = stream.nextDouble();
          for (int i = 0; i < row * width + index; i++) {
            uniform = stream.nextDouble();
          }
          return uniform < p ? 0 : 1 / (1 - p);
        };
    requireFiniteDifferences(
        windows, loss, gradients, weights, new ReferenceModel(shape, weights, factors));
  }

  private static void requireFiniteDifferences(
      int[][] windows,
      double loss,
      Parameters gradients,
      Map<String, double[][]> weights,
      ReferenceModel reference) {
    double step = 1e-5;

    assertThat(loss).isCloseTo(reference.loss(windows), within(1e-6));
    Map<String, double[][]> found = ReferenceRnn.rows(gradients);
    weights.forEach(
        (name, matrix) -> {
          double[][] gradient = Objects.requireNonNull(found.get(name));
          double tolerance = RELATIVE * largest(gradient) + 1e-9;
          assertThat(largest(gradient)).as(name).isGreaterThan(1e-4);
          for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
              double weight = matrix[i][j];
              matrix[i][j] = weight + step;
              double above = reference.loss(windows);
              matrix[i][j] = weight - step;
              double below = reference.loss(windows);
              matrix[i][j] = weight;
              assertThat(gradient[i][j])
                  .as("%s[%d, %d]", name, i, j)
                  .isCloseTo((above - below) / (2 * step), within(tolerance));
            }
          }
        });
  }

  /** A new backend for each test, because JUnit closes it afterwards. */
  static Stream<Arguments> agreeWithFiniteDifferencesForEveryCell() {
    return Stream.of(
            new ModelShape(Cell.VANILLA, 2, 5, 4),
            new ModelShape(Cell.VANILLA, 3, 4, 5),
            new ModelShape(Cell.GRU, 1, 7, 4),
            new ModelShape(Cell.GRU, 2, 5, 3),
            new ModelShape(Cell.GRU, 3, 3, 5),
            new ModelShape(Cell.LSTM, 1, 7, 4),
            new ModelShape(Cell.LSTM, 2, 5, 3),
            new ModelShape(Cell.LSTM, 3, 3, 5),
            new ModelShape(Cell.VANILLA, 1, 5, 4, 3, false),
            new ModelShape(Cell.GRU, 2, 5, 4, 5, true),
            new ModelShape(Cell.LSTM, 1, 3, 4, 6, false),
            new ModelShape(Cell.LSTM, 2, 4, 5, 4, true))
        .flatMap(
            shape ->
                TestedBackends.all()
                    .map(Supplier::get)
                    .map(backend -> Arguments.of(backend, shape)));
  }

  /** A pass whose weights stay packs them once, and again after the way back packed others. */
  @ParameterizedTest
  @EnumSource(Cell.class)
  void leaveAFrozenPassAsItWas(Cell cell) {
    Backend backend = new VectorBackend(1);
    LanguageModel model = model(backend, new ModelShape(cell, 2, 5, 3));
    int[] inputs = {0, 1, 2, 1};
    Pass pass = model.pass(4, 1);
    pass.freezeWeights();
    float[][] logits = new float[3][12];
    for (float[] each : logits) {
      pass.startFromZero();
      model.forward(inputs, pass);
      backend.read(pass.logits(), each);
      if (each == logits[1]) {
        pass.startFromZero();
        model.lossAndGradients(inputs, inputs, pass, model.weights().zerosLike());
      }
    }
    assertThat(logits[1]).isEqualTo(logits[0]);
    assertThat(logits[2]).isEqualTo(logits[0]);
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void haveTheSameBitsOnBothBackendsForEveryCell(ModelShape shape, int batch) {
    int[][] windows = windows(batch, shape.hidden() < 100 ? 9 : 3, shape.vocabulary());
    List<String> scalar = training(new ScalarBackend(), shape, windows);

    try (Backend vector = new VectorBackend(batch == 7 ? 2 : 1)) {
      assertThat(training(vector, shape, windows)).isEqualTo(scalar).doesNotHaveDuplicates();
    }
  }

  static Stream<Arguments> stacks() {
    return Stream.of(Cell.values())
        .flatMap(
            cell ->
                Stream.of(1, 17, 65, 193)
                    .flatMap(
                        hidden ->
                            Stream.of(1, 2, 7, 13)
                                .flatMap(
                                    batch ->
                                        Stream.of(1, 2)
                                            .map(
                                                layers ->
                                                    Arguments.of(
                                                        new ModelShape(cell, layers, hidden, 13),
                                                        batch)))));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void haveTheSameBitsOnBothBackendsThroughTraining(int hidden, int vocabulary, int batch) {
    int steps = hidden < 100 ? 9 : 2;
    int[][] windows = windows(batch, steps, vocabulary);
    ModelShape shape = new ModelShape(Cell.VANILLA, 1, hidden, vocabulary);
    List<String> scalar = training(new ScalarBackend(), shape, windows);

    int threads = batch == 7 ? 2 : 1;
    try (Backend vector = new VectorBackend(threads)) {
      assertThat(training(vector, shape, windows)).isEqualTo(scalar).doesNotHaveDuplicates();
    }
  }

  static Stream<Arguments> shapes() {
    return Stream.of(1, 3, 17, 192, 193)
        .flatMap(
            hidden ->
                Stream.of(2, 65)
                    .flatMap(
                        vocabulary ->
                            Stream.of(1, 2, 7)
                                .map(batch -> Arguments.of(hidden, vocabulary, batch))));
  }

  /** The bits of the loss, and the hashes of gradients and weights, after each of 3 Adam steps. */
  private static List<String> training(Backend backend, ModelShape shape, int[][] windows) {
    LanguageModel model = model(backend, shape);
    Parameters gradients = model.weights().zerosLike();
    BackpropagationThroughTime backpropagation =
        new BackpropagationThroughTime(model, windows[0].length - 1, windows.length);
    Adam adam = new Adam(model, 0.9, 0.999, 1e-8, 0);
    List<String> trace = new ArrayList<>();
    for (int step = 1; step <= 3; step++) {
      double loss = backpropagation.lossAndGradients(windows, gradients);
      adam.step(gradients, 0.01);
      trace.add("loss " + step + " " + Double.toHexString(loss));
      trace.add("gradients " + step + " " + gradients.sha256());
      trace.add("weights " + step + " " + model.weights().sha256());
    }
    return trace;
  }

  /** What differs, number by number and tensor by tensor; empty if everything agrees. */
  private static List<String> mistakes(
      Map<String, double[][]> found, Map<String, double[][]> expected) {
    List<String> mistakes = new ArrayList<>();
    assertThat(found).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, right) -> {
          double[][] matrix = Objects.requireNonNull(found.get(name));
          double floor = FLOOR * largest(right);
          double squaredError = 0;
          double squares = 0;
          for (int i = 0; i < right.length; i++) {
            for (int j = 0; j < right[i].length; j++) {
              double error = Math.abs(matrix[i][j] - right[i][j]);
              squaredError += error * error;
              squares += right[i][j] * right[i][j];
              if (!(error <= RELATIVE * Math.max(Math.abs(right[i][j]), floor))) {
                mistakes.add(
                    "%s[%d, %d] is %s, not %s".formatted(name, i, j, matrix[i][j], right[i][j]));
              }
            }
          }
          if (!(squaredError <= RELATIVE * RELATIVE * squares)) {
            mistakes.add(
                "%s as a whole is off by %s of its norm"
                    .formatted(name, Math.sqrt(squaredError / squares)));
          }
        });
    return mistakes;
  }

  private static double largest(double[][] matrix) {
    double largest = 0;
    for (double[] row : matrix) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }

  /**
   * A model whose states reach the bends of the tanh and remember: weights of 0.8 / sqrt(H), biases
   * too.
   */
  private static LanguageModel model(Backend backend, int vocabulary, int hidden) {
    return model(backend, new ModelShape(Cell.VANILLA, 1, hidden, vocabulary));
  }

  private static LanguageModel model(Backend backend, ModelShape shape) {
    LanguageModel model = new LanguageModel(backend, shape);
    RandomStream random = RandomStream.named(7, "init");
    double scale = 0.8 / Math.sqrt(shape.hidden());
    model.initialize(Initialization.NORMAL, scale, 0, random);
    for (ParameterShape parameter : model.weights().shapes()) {
      if (parameter.isBias()) {
        float[] values = new float[parameter.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (random.nextGaussian() * scale);
        }
        model.weights().write(parameter, values);
      }
    }
    return model;
  }

  private static int[][] windows(int batch, int steps, int vocabulary) {
    RandomStream random = RandomStream.named(7, "windows");
    int[][] windows = new int[batch][steps + 1];
    for (int[] window : windows) {
      for (int t = 0; t < window.length; t++) {
        window[t] = (int) (random.nextDouble() * vocabulary);
      }
    }
    return windows;
  }
}
