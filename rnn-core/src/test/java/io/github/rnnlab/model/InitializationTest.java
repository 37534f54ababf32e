package io.github.rnnlab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitializationTest {
  private static final int HIDDEN = 23;

  /**
   * Weights are drawn one after the other from the stream, times the scale; biases draw nothing.
   */
  @ParameterizedTest
  @EnumSource(Cell.class)
  void normalDrawsTheWeightsOfTheStreamInTheOrderOfTheFile(Cell cell) {
    Parameters weights = weights(cell, 2, Initialization.NORMAL, 0, 5);
    RandomStream stream = RandomStream.named(5, "init");
    for (ParameterShape shape : weights.shapes()) {
      for (float number : weights.read(shape)) {
        float expected = shape.isBias() ? 0 : (float) (stream.nextGaussian() * 0.3);
        assertThat(number).as(shape.name()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void uniformFillsAllParametersUpToItsBound(Cell cell) {
    Parameters weights = weights(cell, 2, Initialization.UNIFORM, 1, 5);
    double bound = 1 / Math.sqrt(HIDDEN);
    for (ParameterShape shape : weights.shapes()) {
      float[] numbers = weights.read(shape);
      if (cell == Cell.LSTM && shape.name().startsWith("bias_ih")) {
        numbers = Arrays.copyOf(numbers, HIDDEN); // Those of the forget gate are set.
      }
      for (float number : numbers) {
        assertThat(Math.abs((double) number)).as(shape.name()).isLessThanOrEqualTo(bound);
      }
      assertThat(numbers[0]).as(shape.name()).isNotEqualTo(numbers[1]).isNotZero();
    }
    float[] recurrent = weights.read(weights.shapes().get(1));
    double mean = 0;
    double largest = 0;
    for (float number : recurrent) {
      mean += number / (double) recurrent.length;
      largest = Math.max(largest, Math.abs(number));
    }
    assertThat(mean).isCloseTo(0, within(0.1 * bound));
    assertThat(largest).isGreaterThan(0.95 * bound);
  }

  /** Each gate's rows are of length 1 and at right angles; all else is as normal draws it. */
  @ParameterizedTest
  @EnumSource(Cell.class)
  void orthogonalRecurrentWeightsNeitherShrinkNorStretch(Cell cell) {
    Parameters weights = weights(cell, 2, Initialization.ORTHOGONAL, 0, 5);
    for (ParameterShape shape : weights.shapes()) {
      float[] numbers = weights.read(shape);
      if (shape.purpose() == ParameterShape.Purpose.RECURRENT) {
        for (int gate = 0; gate < cell.gates(); gate++) {
          assertOrthonormal(numbers, gate * HIDDEN * HIDDEN);
        }
      } else if (shape.isBias()) {
        assertThat(numbers).as(shape.name()).containsOnly(0);
      } else {
        assertThat(deviation(numbers)).as(shape.name()).isCloseTo(0.3, within(0.05));
      }
    }
  }

  private static void assertOrthonormal(float[] numbers, int start) {
    for (int i = 0; i < HIDDEN; i++) {
      for (int j = 0; j <= i; j++) {
        double product = 0;
        for (int k = 0; k < HIDDEN; k++) {
          product += (double) numbers[start + i * HIDDEN + k] * numbers[start + j * HIDDEN + k];
        }
        assertThat(product).as("rows %d and %d", i, j).isCloseTo(i == j ? 1 : 0, within(1e-6));
      }
    }
  }

  private static double deviation(float[] numbers) {
    double squares = 0;
    for (float number : numbers) {
      squares += (double) number * number;
    }
    return Math.sqrt(squares / numbers.length);
  }

  @ParameterizedTest
  @EnumSource(Initialization.class)
  void anLstmForgetsNothingAtFirstInAnyLayer(Initialization initialization) {
    Parameters weights = weights(Cell.LSTM, 3, initialization, 1.5, 5);
    for (ParameterShape shape : weights.shapes()) {
      if (shape.name().startsWith("bias_ih")) {
        float[] numbers = weights.read(shape);
        assertThat(Arrays.copyOfRange(numbers, HIDDEN, 2 * HIDDEN)).containsOnly(1.5f);
        assertThat(Arrays.copyOf(numbers, HIDDEN)).doesNotContain(1.5f);
        assertThat(Arrays.copyOfRange(numbers, 2 * HIDDEN, 4 * HIDDEN)).doesNotContain(1.5f);
      }
    }
  }

  static Stream<Arguments> all() {
    return Stream.of(Cell.values())
        .flatMap(
            cell ->
                Stream.of(Initialization.values())
                    .map(initialization -> Arguments.of(cell, initialization)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void followsTheSeed(Cell cell, Initialization initialization) {
    String once = weights(cell, 1, initialization, 1, 5).sha256();
    assertThat(weights(cell, 1, initialization, 1, 5).sha256()).isEqualTo(once);
    assertThat(weights(cell, 1, initialization, 1, 6).sha256()).isNotEqualTo(once);
  }

  @Test
  void isFoundByItsNameInAConfig() {
    for (Initialization initialization : Initialization.values()) {
      assertThat(Initialization.of(initialization.configName())).contains(initialization);
    }
    assertThat(Initialization.of("NORMAL")).isEmpty();
  }

  private static Parameters weights(
      Cell cell, int layers, Initialization initialization, double forgetBias, long seed) {
    LanguageModel model =
        new LanguageModel(new ScalarBackend(), new ModelShape(cell, layers, HIDDEN, 13));
    model.initialize(initialization, 0.3, forgetBias, RandomStream.named(seed, "init"));
    return model.weights();
  }
}
