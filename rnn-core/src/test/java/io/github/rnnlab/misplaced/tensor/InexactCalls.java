package io.github.rnnlab.misplaced.tensor;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Calls what differs between machines or adds up in no stated order. */
public final class InexactCalls {
  public double functions(double x) {
    DoubleUnaryOperator reference = Math::tanh;
    return Math.exp(x)
        + Math.log(x)
        + Math.pow(x, 3)
        + Math.sin(x)
        + Math.cos(x)
        + reference.applyAsDouble(x);
  }

  public float lanes(FloatVector x) {
    return x.reduceLanes(VectorOperators.ADD);
  }

  public FloatVector function(FloatVector x) {
    return x.lanewise(VectorOperators.EXP);
  }

  public FloatVector power(FloatVector x) {
    return x.pow(3);
  }

  public double sum(DoubleStream numbers) {
    return numbers.sum();
  }

  public DoubleStream inAnyOrder(DoubleStream numbers) {
    return numbers.parallel();
  }

  /** The same on every machine. */
  public double exact(double x, FloatVector y) {
    return StrictMath.exp(x) + Math.sqrt(x) + Math.fma(x, x, x) + y.sqrt().mul(y).lane(0);
  }
}
