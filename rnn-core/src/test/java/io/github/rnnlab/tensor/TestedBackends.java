package io.github.rnnlab.tensor;

import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The backends that the tests of every backend, those with the tag {@value #TAG}, run on: scalar
 * and vector, or the one that the system property {@code rnn.test.backend} names, in another
 * module.
 */
public final class TestedBackends {
  /** The tag of tests that every backend must pass. */
  public static final String TAG = "every-backend";

  private static final String PROPERTY = "rnn.test.backend";

  private TestedBackends() {}

  /** Returns what opens each of them; each test opens its own. */
  public static Stream<Supplier<Backend>> all() {
    String other = System.getProperty(PROPERTY);
    return other == null
        ? Stream.of(ScalarBackend::new, () -> new VectorBackend(1), () -> new VectorBackend(3))
        : Stream.of(
            () -> Backends.open(other, Device.CPU, 1), () -> Backends.open(other, Device.CPU, 2));
  }

  /** Returns one tolerance for exact backends and another for all others. */
  public static double tolerance(Backend backend, double ofExact, double ofTolerant) {
    return backend.numericClass() == NumericClass.EXACT ? ofExact : ofTolerant;
  }
}
