package io.github.rnnlab.tensor;

import io.github.rnnlab.config.ExperimentConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * Provides a tolerant backend that needs no library: the scalar one, whose rows of a table are one
 * ulp larger for each thread. Its matrices count as outside of the heap.
 */
public final class TolerantProvider implements BackendProvider {
  private static final String NAME = "tolerant";

  /** Returns a config on this backend, whose name no config file can have. */
  public static ExperimentConfig on(ExperimentConfig config, int threads) {
    return new ExperimentConfig(
        config.name(),
        config.description(),
        config.seed(),
        config.corpus(),
        config.prepare(),
        config.model(),
        config.training(),
        config.generation(),
        new ExperimentConfig.Backend(NAME, "cpu", threads),
        config.checkpoints());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public NumericClass numericClass() {
    return NumericClass.TOLERANT;
  }

  @Override
  public Optional<String> library(Device device, int threads) {
    return Optional.of("fake 1.0, " + device.configName() + ", " + threads + " threads");
  }

  @Override
  public Backend open(Device device, int threads) {
    return tolerant(new ScalarBackend(), threads);
  }

  private static Backend tolerant(Backend scalar, int threads) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "name" -> NAME;
                  case "numericClass" -> NumericClass.TOLERANT;
                  case "threads" -> threads;
                  case "alone" -> tolerant(scalar.alone(), threads);
                  case "bytes", "packedBytes", "bufferBytes" -> 0L;
                  default -> {
                    try {
                      Object result = method.invoke(scalar, arguments);
                      if (method.getName().equals("gatherRows")) {
                        enlarge((HostMatrix) arguments[3], threads);
                      }
                      yield result;
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  }
                });
  }

  private static void enlarge(HostMatrix matrix, int ulps) {
    for (int row = 0; row < matrix.rows; row++) {
      for (int column = 0; column < matrix.columns; column++) {
        float value = matrix.at(row, column);
        matrix.set(row, column, value + ulps * Math.ulp(value));
      }
    }
  }
}
