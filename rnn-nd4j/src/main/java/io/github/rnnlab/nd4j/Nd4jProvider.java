package io.github.rnnlab.nd4j;

import io.github.rnnlab.gpu.CudaDriver;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.BackendProvider;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.tensor.NumericClass;
import java.util.Optional;

/**
 * Provides the backend {@code nd4j}.
 *
 * <p>It has no state, so any number of threads may use it at once.
 */
public final class Nd4jProvider implements BackendProvider {
  @Override
  public String name() {
    return NativeBackend.NAME;
  }

  @Override
  public NumericClass numericClass() {
    return NumericClass.TOLERANT;
  }

  @Override
  public Optional<String> library(Device device, int threads) {
    Nd4jLibrary.load(device, threads);
    return Optional.of(Nd4jLibrary.describe(device, threads));
  }

  @Override
  public Optional<Obstacle> whyNot(Device device) {
    return device == Device.CPU ? Optional.empty() : CudaDriver.ofThisMachine().obstacle();
  }

  @Override
  public Backend open(Device device, int threads) {
    Nd4jLibrary.load(device, threads);
    return new NativeBackend(threads);
  }
}
