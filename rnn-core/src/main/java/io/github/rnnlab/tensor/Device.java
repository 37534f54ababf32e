package io.github.rnnlab.tensor;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kind of processor on which a backend computes.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public enum Device {
  /** The processor that runs the JVM. */
  CPU,

  /** A GPU by NVIDIA. */
  CUDA;

  /** Returns the device of a name in a config, if there is one. */
  public static Optional<Device> of(String name) {
    return Stream.of(values()).filter(device -> device.configName().equals(name)).findFirst();
  }

  /** Returns the name of this device in a config, such as {@code cpu}. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
