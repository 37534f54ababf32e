package io.github.rnnlab.tensor;

/**
 * Provides {@link ScalarBackend}, which runs everywhere.
 *
 * <p>It has no state, so any number of threads may use it at once.
 */
public final class ScalarProvider implements BackendProvider {
  /** The name of the backend. */
  static final String NAME = "scalar";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public NumericClass numericClass() {
    return NumericClass.EXACT;
  }

  @Override
  public Backend open(Device device, int threads) {
    return new ScalarBackend();
  }
}
