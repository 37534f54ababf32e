package io.github.rnnlab.tensor;

import java.util.List;
import java.util.Optional;

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
  public Optional<String> library() {
    return Optional.empty();
  }

  @Override
  public Optional<Obstacle> whyNot() {
    return Optional.empty();
  }

  @Override
  public List<String> jvmFlags() {
    return List.of();
  }

  @Override
  public Backend open(int threads) {
    return new ScalarBackend();
  }
}
