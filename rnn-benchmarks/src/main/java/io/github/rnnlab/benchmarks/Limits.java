package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What this machine can do at most, as measured with all threads of a backend.
 *
 * @param multiplyAdds per second, in a large matrix product
 * @param readBytes per second from the recurrent weights, which lie in the second-level cache
 * @param movedBytes per second, read and written, over as much memory as Adam goes through
 */
record Limits(double multiplyAdds, double readBytes, double movedBytes) {
  private static final int GEMM_SIZE = 768;
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** With 64-byte object alignment the numbers behind these floats start on a cache line. */
  private static final int LEAD = 12;

  private static final double WARM_UP = 1.5;

  /**
   * Measures for a few seconds.
   *
   * @param knownRate billions of multiply-adds per second and thread, such as OpenBLAS's; 0 to take
   *     the backend's own
   */
  static Limits measure(Backend backend, double knownRate) {
    double rate =
        knownRate > 0
            ? knownRate * 1e9 * backend.threads()
            : Math.pow(GEMM_SIZE, 3) / LargeGemm.seconds(backend, GEMM_SIZE, WARM_UP, 20);
    return new Limits(rate, readRate() * backend.threads(), moveRate(backend) * backend.threads());
  }

  private static double readRate() {
    float[] weights = new float[LEAD + Seed.HIDDEN * Seed.HIDDEN];
    float[] sink = new float[1];
    Runnable pass = () -> sink[0] += sum(weights);
    Stopwatch.warmUp(WARM_UP, pass);
    return Float.BYTES * (double) (weights.length - LEAD) / Stopwatch.seconds(50_000, pass);
  }

  /** Eight sums side by side, so that none waits for its own last addition. */
  private static float sum(float[] data) {
    int width = SPECIES.length();
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int i = LEAD; i < data.length; i += 8 * width) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, data, i));
      s1 = s1.add(FloatVector.fromArray(SPECIES, data, i + width));
      s2 = s2.add(FloatVector.fromArray(SPECIES, data, i + 2 * width));
      s3 = s3.add(FloatVector.fromArray(SPECIES, data, i + 3 * width));
      s4 = s4.add(FloatVector.fromArray(SPECIES, data, i + 4 * width));
      s5 = s5.add(FloatVector.fromArray(SPECIES, data, i + 5 * width));
      s6 = s6.add(FloatVector.fromArray(SPECIES, data, i + 6 * width));
      s7 = s7.add(FloatVector.fromArray(SPECIES, data, i + 7 * width));
    }
    return s0.add(s1).add(s2.add(s3)).add(s4.add(s5).add(s6.add(s7))).lane(0);
  }

  private static double moveRate(Backend backend) {
    int half = 2 * (Seed.HIDDEN * (Seed.HIDDEN + 2 * Seed.VOCABULARY));
    Matrix from = Numbers.gaussian(backend, 1, half, 1);
    Matrix to = backend.allocate(1, half);
    Runnable copy = () -> backend.copy(from, to);
    Stopwatch.warmUp(WARM_UP, copy);
    return 2.0 * half * Float.BYTES / Stopwatch.seconds(20_000, copy);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f billion multiply-adds per second, %.0f GB/s read from the weights, %.0f GB/s moved",
        multiplyAdds * 1e-9,
        readBytes * 1e-9,
        movedBytes * 1e-9);
  }
}
