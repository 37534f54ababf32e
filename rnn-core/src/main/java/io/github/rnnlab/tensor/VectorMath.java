package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.FloatMath.EXP_MAX;
import static io.github.rnnlab.tensor.FloatMath.EXP_MIN;
import static io.github.rnnlab.tensor.FloatMath.LN2_HIGH;
import static io.github.rnnlab.tensor.FloatMath.LN2_LOW;
import static io.github.rnnlab.tensor.FloatMath.LOG2_E;
import static io.github.rnnlab.tensor.FloatMath.MANTISSA_BITS;
import static io.github.rnnlab.tensor.FloatMath.ONE_BITS;
import static io.github.rnnlab.tensor.FloatMath.ROUNDER;
import static io.github.rnnlab.tensor.FloatMath.SIGN_BIT;
import static io.github.rnnlab.tensor.FloatMath.TANH_MAX;

import java.lang.invoke.VarHandle;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The formulas of {@link FloatMath} on vectors: every lane gets the bits that the scalar function
 * gives.
 */
final class VectorMath {
  /**
   * The machine's own vectors, of at most 16 lanes, so that a padded row is a whole number of them.
   */
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > HostMatrix.LANES
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  /** Pairs of lanes so far apart change places; where there are not so many lanes, none does. */
  static final VectorShuffle<Float> EXCHANGE_1 = exchange(1);

  static final VectorShuffle<Float> EXCHANGE_2 = exchange(2);
  static final VectorShuffle<Float> EXCHANGE_4 = exchange(4);
  static final VectorShuffle<Float> EXCHANGE_8 = exchange(8);

  private static final boolean FEW_REGISTERS =
      List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

  private VectorMath() {}

  private static VectorShuffle<Float> exchange(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) % SPECIES.length());
  }

  /** Returns the numbers of an array from an index on. */
  static FloatVector load(float[] data, int index) {
    return FloatVector.fromArray(SPECIES, data, index);
  }

  /** Returns a number of an array in all lanes. */
  static FloatVector broadcast(float[] data, int index) {
    return FloatVector.broadcast(SPECIES, data[index]);
  }

  /** Loads no earlier than what was loaded before. */
  static FloatVector loadNext(float[] data, int index) {
    fence();
    return load(data, index);
  }

  /** Loads no earlier than what was loaded before. */
  static FloatVector broadcastNext(float[] data, int index) {
    fence();
    return broadcast(data, index);
  }

  /**
   * Keeps the compiler from loading many numbers at once, which it then has to spill: it may not
   * past a fence between two loads. On x86 that costs no instruction. Other machines have more
   * registers, and fences that cost.
   */
  private static void fence() {
    if (FEW_REGISTERS) {
      VarHandle.loadLoadFence();
    }
  }

  static FloatVector exp(FloatVector x) {
    FloatVector rounded = x.fma(constant(LOG2_E), constant(ROUNDER));
    FloatVector mantissa = expm1(reduced(x, rounded.sub(ROUNDER))).add(1);
    FloatVector power = mantissa.reinterpretAsInts().add(exponent(rounded)).reinterpretAsFloats();
    return x.add(Float.POSITIVE_INFINITY)
        .blend(power, x.compare(VectorOperators.LE, EXP_MAX))
        .blend(0, x.compare(VectorOperators.LT, EXP_MIN));
  }

  /**
   * The hyperbolic tangent. Constants that are used twice are made once: with a few more calls than
   * these, JDK 17 may not inline the last ones, and keep vectors in objects.
   */
  static FloatVector tanh(FloatVector x) {
    FloatVector one = constant(1);
    FloatVector limit = constant(TANH_MAX);
    FloatVector rounder = constant(ROUNDER);
    FloatVector sign = x.reinterpretAsInts().and(SIGN_BIT).or(ONE_BITS).reinterpretAsFloats();
    FloatVector magnitude = x.abs();
    FloatVector limited = magnitude.blend(limit, magnitude.compare(VectorOperators.GT, limit));
    FloatVector doubled = limited.add(limited);
    FloatVector rounded = doubled.fma(constant(LOG2_E), rounder);
    FloatVector r = reduced(doubled, rounded.sub(rounder));
    FloatVector scale = exponent(rounded).add(ONE_BITS).reinterpretAsFloats();
    FloatVector t = scale.fma(expm1(r), scale.sub(one));
    FloatVector reciprocal = one.div(t.add(one.add(one)));
    FloatVector quotient = t.mul(reciprocal);
    FloatVector remainder = quotient.neg().fma(t, quotient.fma(constant(-2), t));
    return remainder.fma(reciprocal, quotient).mul(sign);
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector one = constant(1);
    FloatVector limit = constant(FloatMath.SIGMOID_MAX);
    FloatVector rounder = constant(ROUNDER);
    FloatVector magnitude = x.abs();
    FloatVector exponent =
        magnitude.blend(limit, magnitude.compare(VectorOperators.GT, limit)).neg();
    FloatVector rounded = exponent.fma(constant(LOG2_E), rounder);
    FloatVector r = reduced(exponent, rounded.sub(rounder));
    FloatVector scale = exponent(rounded).add(ONE_BITS).reinterpretAsFloats();
    FloatVector power = scale.fma(expm1(r), scale);
    return one.blend(power, x.compare(VectorOperators.LT, 0)).div(power.add(one));
  }

  private static IntVector exponent(FloatVector rounded) {
    return rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
  }

  private static FloatVector reduced(FloatVector x, FloatVector n) {
    return n.fma(constant(-LN2_LOW), n.fma(constant(-LN2_HIGH), x));
  }

  private static FloatVector expm1(FloatVector r) {
    FloatVector q = constant(FloatMath.Q5).fma(r, constant(FloatMath.Q4));
    q = q.fma(r, constant(FloatMath.Q3));
    q = q.fma(r, constant(FloatMath.Q2));
    q = q.fma(r, constant(FloatMath.Q1));
    q = q.fma(r, constant(FloatMath.Q0));
    return r.mul(r).fma(q, r);
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
