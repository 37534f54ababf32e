package io.github.rnnlab.tensor;

/**
 * Computes the exponential, the hyperbolic tangent and the logistic sigmoid of floats with IEEE
 * operations alone, so the bits are the same on every machine. Over all floats, exp is within 1
 * ulp, tanh within 1.61 and sigmoid within 2.41. {@link VectorMath} evaluates the same formulas
 * lane by lane.
 *
 * <p>All three functions reduce their argument to {@code r = x - n ln 2} with {@code |r| <= ln(2) /
 * 2} and use {@code expm1(r) = r + r^2 q(r)}. The coefficients of {@code q} come from {@code
 * src/test/python/expm1_polynomial.py}.
 *
 * <p>It has no state, so any number of threads may use it at once.
 */
public final class FloatMath {
  /** Adding this number rounds to a whole number and leaves it in the low bits: 1.5 * 2^23. */
  static final float ROUNDER = 0x1.8p23f;

  static final float LOG2_E = 0x1.715476p0f;
  static final float LN2_HIGH = 0x1.62e43p-1f;
  static final float LN2_LOW = -0x1.05c61p-29f;

  static final float Q0 = 0x1.0p-1f;
  static final float Q1 = 0x1.555554p-3f;
  static final float Q2 = 0x1.5554f8p-5f;
  static final float Q3 = 0x1.1112dcp-7f;
  static final float Q4 = 0x1.6d3a3p-10f;
  static final float Q5 = 0x1.9e6ac2p-13f;

  /** Above this, e^x is infinite: ln(Float.MAX_VALUE). */
  static final float EXP_MAX = 0x1.62e42ep6f;

  /** Below this, e^x would be denormal and is 0: ln(Float.MIN_NORMAL). */
  static final float EXP_MIN = -0x1.5d589ep6f;

  /** From here on, tanh(x) rounds to 1. */
  static final float TANH_MAX = 10;

  /** From here on, sigmoid(x) is 1, and sigmoid(-x) keeps away from the denormal numbers. */
  static final float SIGMOID_MAX = 87;

  static final int MANTISSA_BITS = 23;
  static final int SIGN_BIT = 0x80000000;

  /** The bits of 1. */
  static final int ONE_BITS = 0x3f800000;

  private FloatMath() {}

  /** Returns e^x; 0 where that would be a denormal number. */
  public static float exp(float x) {
    float rounded = Math.fma(x, LOG2_E, ROUNDER);
    float r = reduced(x, rounded - ROUNDER);
    float mantissa = 1 + expm1(r);
    float power =
        Float.intBitsToFloat(
            Float.floatToRawIntBits(mantissa)
                + (Float.floatToRawIntBits(rounded) << MANTISSA_BITS));
    // The sum is infinite above the maximum, and NaN for a NaN, whose bits are no power's.
    return x < EXP_MIN ? 0 : x <= EXP_MAX ? power : x + Float.POSITIVE_INFINITY;
  }

  /** Returns tanh(x) = t / (t + 2) with t = e^(2 |x|) - 1, and the sign of x. */
  public static float tanh(float x) {
    float sign = Float.intBitsToFloat(Float.floatToRawIntBits(x) & SIGN_BIT | ONE_BITS);
    float magnitude = Math.abs(x);
    float limited = magnitude > TANH_MAX ? TANH_MAX : magnitude;
    float doubled = limited + limited;
    float rounded = Math.fma(doubled, LOG2_E, ROUNDER);
    float r = reduced(doubled, rounded - ROUNDER);
    float scale =
        Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << MANTISSA_BITS) + ONE_BITS);
    float t = Math.fma(scale, expm1(r), scale - 1);
    // A quotient of rounded numbers is off by up to 2.4 ulp; what it leaves of t corrects it.
    float reciprocal = 1 / (t + 2);
    float quotient = t * reciprocal;
    float remainder = Math.fma(-quotient, t, Math.fma(-2f, quotient, t));
    return Math.fma(remainder, reciprocal, quotient) * sign;
  }

  /**
   * Returns 1 / (1 + e^-x): with {@code p = e^-|x|}, 1 / (1 + p) or, for a negative x, p / (1 + p).
   * Beyond {@link #SIGMOID_MAX} it stays constant.
   */
  public static float sigmoid(float x) {
    float magnitude = Math.abs(x);
    float limited = magnitude > SIGMOID_MAX ? SIGMOID_MAX : magnitude;
    float exponent = -limited;
    float rounded = Math.fma(exponent, LOG2_E, ROUNDER);
    float r = reduced(exponent, rounded - ROUNDER);
    float scale =
        Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << MANTISSA_BITS) + ONE_BITS);
    float power = Math.fma(scale, expm1(r), scale);
    return (x < 0 ? power : 1) / (1 + power);
  }

  private static float reduced(float x, float n) {
    return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
  }

  private static float expm1(float r) {
    float q = Math.fma(Q5, r, Q4);
    q = Math.fma(q, r, Q3);
    q = Math.fma(q, r, Q2);
    q = Math.fma(q, r, Q1);
    q = Math.fma(q, r, Q0);
    return Math.fma(r * r, q, r);
  }
}
