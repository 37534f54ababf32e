package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class VectorMathTest {
  private static final float[] SAMPLES = samples();

  @Test
  void exponentialHasTheBitsOfTheScalarOne() {
    assertThat(differences(VectorMath::exp, FloatMath::exp)).isEmpty();
  }

  @Test
  void hyperbolicTangentHasTheBitsOfTheScalarOne() {
    assertThat(differences(VectorMath::tanh, FloatMath::tanh)).isEmpty();
  }

  @Test
  void sigmoidHasTheBitsOfTheScalarOne() {
    assertThat(differences(VectorMath::sigmoid, FloatMath::sigmoid)).isEmpty();
  }

  @Test
  void aDifferenceInTheLastPlaceIsSeen() {
    assertThat(differences(VectorMath::exp, x -> Math.nextUp(FloatMath.exp(x)))).isNotEmpty();
  }

  /** A function of one float. */
  @FunctionalInterface
  private interface ScalarFunction {
    float of(float x);
  }

  /** The samples at which the bits differ, at most 10 of them; one NaN is as good as another. */
  private static List<String> differences(
      UnaryOperator<FloatVector> vector, ScalarFunction scalar) {
    List<String> found = new ArrayList<>();
    float[] lanes = new float[VectorMath.SPECIES.length()];
    for (int i = 0; i < SAMPLES.length && found.size() < 10; i += lanes.length) {
      vector.apply(FloatVector.fromArray(VectorMath.SPECIES, SAMPLES, i)).intoArray(lanes, 0);
      for (int lane = 0; lane < lanes.length; lane++) {
        float x = SAMPLES[i + lane];
        float expected = scalar.of(x);
        if (Float.floatToIntBits(lanes[lane]) != Float.floatToIntBits(expected)) {
          found.add(Float.toHexString(x) + ": " + lanes[lane] + " is not " + expected);
        }
      }
    }
    return found;
  }

  /** Those of {@link FloatMathTest}, and a sparse grid over every bit pattern, NaNs among them. */
  private static float[] samples() {
    int[] bits =
        IntStream.concat(
                FloatMathTest.samples(2503), IntStream.range(0, 1 << 18).map(i -> i * 16_411))
            .toArray();
    float[] samples =
        new float[(bits.length + HostMatrix.LANES - 1) / HostMatrix.LANES * HostMatrix.LANES];
    for (int i = 0; i < bits.length; i++) {
      samples[i] = Float.intBitsToFloat(bits[i]);
    }
    return samples;
  }
}
