package io.github.rnnlab.misplaced.tensor;

import java.nio.charset.Charset;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.apache.maven.Maven;

/** Calls what no class may call that computes numbers. */
@SuppressWarnings({"DefaultCharset", "StringCaseLocaleUsage"})
public final class ForbiddenCalls {
  public double inexact(double x) {
    DoubleUnaryOperator reference = Math::tanh;
    return Math.exp(x) + reference.applyAsDouble(x) + StrictMath.exp(x) + Math.sqrt(x);
  }

  public float unordered(FloatVector x) {
    return x.reduceLanes(VectorOperators.ADD);
  }

  public double unspecified(List<String> texts) {
    Collections.shuffle(texts);
    return new Random(5).nextDouble();
  }

  public long clock() {
    return System.nanoTime();
  }

  public String platform(byte[] bytes) {
    return new String(bytes).toLowerCase() + Charset.defaultCharset();
  }

  public Class<?> maven() {
    return Maven.class;
  }
}
