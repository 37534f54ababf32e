package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares with {@link StrictMath} in double precision. The bounds are those that a run over all
 * 2^32 floats gave; the tests take every 251st and all floats around the places where formulas
 * break.
 */
class FloatMathTest {
  private static final int STEP = 251;
  private static final double WORST_EXP = 0.982;
  private static final double WORST_TANH = 1.609;
  private static final double WORST_SIGMOID = 2.402;

  @Test
  void exponentialIsWithinOneUlp(TestReporter reporter) {
    double worst =
        samples(STEP)
            .mapToDouble(bits -> error(FloatMath.exp(value(bits)), StrictMath.exp(value(bits))))
            .max()
            .orElseThrow();
    reporter.publishEntry("worst error of exp in ulp", Double.toString(worst));
    assertThat(worst).isBetween(0.5, WORST_EXP);
  }

  @Test
  void hyperbolicTangentIsWithinTwoUlp(TestReporter reporter) {
    double worst =
        samples(STEP)
            .mapToDouble(bits -> error(FloatMath.tanh(value(bits)), StrictMath.tanh(value(bits))))
            .max()
            .orElseThrow();
    reporter.publishEntry("worst error of tanh in ulp", Double.toString(worst));
    assertThat(worst).isBetween(0.5, WORST_TANH);
  }

  @Test
  void sigmoidIsWithinTwoAndAHalfUlp(TestReporter reporter) {
    double worst =
        samples(STEP)
            .filter(bits -> Math.abs(value(bits)) <= FloatMath.SIGMOID_MAX)
            .mapToDouble(
                bits ->
                    error(FloatMath.sigmoid(value(bits)), 1 / (1 + StrictMath.exp(-value(bits)))))
            .max()
            .orElseThrow();
    reporter.publishEntry("worst error of sigmoid in ulp", Double.toString(worst));
    assertThat(worst).isBetween(0.5, WORST_SIGMOID);
  }

  @Test
  void sigmoidOfSpecialValuesIsExact() {
    assertBits(FloatMath.sigmoid(0f), 0.5f);
    assertBits(FloatMath.sigmoid(-0f), 0.5f);
    assertBits(FloatMath.sigmoid(20f), 1f);
    assertBits(FloatMath.sigmoid(Float.POSITIVE_INFINITY), 1f);
    float least = FloatMath.sigmoid(-FloatMath.SIGMOID_MAX);
    assertThat(least).isBetween(Float.MIN_NORMAL, 2e-38f);
    assertBits(FloatMath.sigmoid(-100f), least);
    assertBits(FloatMath.sigmoid(Float.NEGATIVE_INFINITY), least);
  }

  @Test
  void hyperbolicTangentIsOddAndAtMostOne() {
    assertThat(
            samples(STEP)
                .filter(
                    bits -> {
                      float y = FloatMath.tanh(value(bits));
                      float mirrored = FloatMath.tanh(-value(bits));
                      return Math.abs(y) > 1
                          || Float.floatToRawIntBits(y) != Float.floatToRawIntBits(-mirrored);
                    })
                .mapToObj(FloatMathTest::value))
        .isEmpty();
  }

  @Test
  void exponentialOfSpecialValuesIsExact() {
    assertThat(FloatMath.exp(0f)).isEqualTo(1);
    assertThat(FloatMath.exp(-0f)).isEqualTo(1);
    assertThat(FloatMath.exp(Float.MIN_VALUE)).isEqualTo(1);
    assertThat(FloatMath.exp(-Float.MIN_VALUE)).isEqualTo(1);
    assertThat(FloatMath.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertBits(FloatMath.exp(Float.NEGATIVE_INFINITY), 0f);
    assertThat(FloatMath.exp(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
    assertBits(FloatMath.exp(-Float.MAX_VALUE), 0f);
  }

  @Test
  void exponentialIsFiniteAndNormalUpToItsLimits() {
    assertThat(FloatMath.exp(FloatMath.EXP_MAX)).isBetween(3.4e38f, Float.MAX_VALUE);
    assertThat(FloatMath.exp(Math.nextUp(FloatMath.EXP_MAX))).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatMath.exp(FloatMath.EXP_MIN)).isBetween(Float.MIN_NORMAL, 1.2e-38f);
    assertBits(FloatMath.exp(Math.nextDown(FloatMath.EXP_MIN)), 0f);
    assertThat(
            samples(STEP)
                .filter(
                    bits -> {
                      float y = FloatMath.exp(value(bits));
                      return y < 0 || (y > 0 && y < Float.MIN_NORMAL);
                    })
                .mapToObj(FloatMathTest::value))
        .isEmpty();
  }

  @Test
  void hyperbolicTangentOfSpecialValuesIsExact() {
    for (float x : new float[] {0f, Float.MIN_VALUE, Float.MIN_NORMAL, 1e-20f}) {
      assertBits(FloatMath.tanh(x), x);
      assertBits(FloatMath.tanh(-x), -x);
    }
    for (float x :
        new float[] {
          Math.nextDown(FloatMath.TANH_MAX),
          FloatMath.TANH_MAX,
          Math.nextUp(FloatMath.TANH_MAX),
          Float.MAX_VALUE,
          Float.POSITIVE_INFINITY
        }) {
      assertBits(FloatMath.tanh(x), 1f);
      assertBits(FloatMath.tanh(-x), -1f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7fc00000, 0x7f800001, 0x7fc00001, 0x7fffffff, 0xffc00000, 0xffffffff})
  void everyNotANumberStaysOne(int bits) {
    assertThat(FloatMath.exp(value(bits))).isNaN();
    assertThat(FloatMath.tanh(value(bits))).isNaN();
    assertThat(FloatMath.sigmoid(value(bits))).isNaN();
  }

  /** A careless exponential, e^x = (1 + x / 2^20)^(2^20), must not pass for an exact one. */
  @Test
  void theErrorOfAWorseFormulaIsSeen() {
    float x = 1.5f;
    assertThat(error((float) StrictMath.pow(1 + x * 0x1p-20, 0x1p20), StrictMath.exp(x)))
        .isGreaterThan(WORST_TANH);
  }

  /**
   * The bits of every so many-th float of magnitude up to 128, where both functions have long
   * reached their limits, and of all floats near 0, the multiples of ln(2) / 2, and the limits.
   */
  static IntStream samples(int step) {
    IntStream spread = IntStream.rangeClosed(0, Float.floatToRawIntBits(128f) / step);
    IntStream edges =
        IntStream.concat(
                IntStream.rangeClosed(0, 260).map(i -> bits(i * StrictMath.log(2) / 2)),
                IntStream.of(
                    bits(FloatMath.EXP_MAX),
                    bits(FloatMath.EXP_MIN),
                    bits(FloatMath.TANH_MAX),
                    bits(Float.MIN_NORMAL),
                    bits(FloatMath.TANH_MAX / 2)))
            .flatMap(edge -> IntStream.range(Math.max(0, edge - 500), edge + 500));
    return IntStream.concat(spread.map(i -> i * step), edges)
        .flatMap(bits -> IntStream.of(bits, bits | FloatMath.SIGN_BIT));
  }

  private static int bits(double magnitude) {
    return Float.floatToRawIntBits((float) Math.abs(magnitude));
  }

  private static float value(int bits) {
    return Float.intBitsToFloat(bits);
  }

  /** The distance in units of the last place of the float below; 0 where both are at a limit. */
  private static double error(float computed, double exact) {
    if (Math.abs(exact) > Float.MAX_VALUE || exact == computed) {
      return computed == (float) exact || computed == Float.MAX_VALUE ? 0 : Double.MAX_VALUE;
    }
    float below = (float) Math.abs(exact);
    below = below > Math.abs(exact) ? Math.nextDown(below) : below;
    if (computed == 0 && below < Float.MIN_NORMAL && exact > 0 && exact < Float.MIN_NORMAL) {
      return 0;
    }
    return Math.abs(computed - exact) / Math.ulp(below);
  }

  private static void assertBits(float actual, float expected) {
    assertThat(Float.floatToRawIntBits(actual))
        .as("%s, expected %s", actual, expected)
        .isEqualTo(Float.floatToRawIntBits(expected));
  }
}
