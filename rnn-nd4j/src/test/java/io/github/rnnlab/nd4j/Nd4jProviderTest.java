package io.github.rnnlab.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.BackendProvider;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.tensor.NumericClass;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("nd4j")
class Nd4jProviderTest {
  private final BackendProvider provider = Backends.provider("nd4j");

  @Test
  void isFoundAndOpensATolerantBackend() {
    assertThat(provider).isInstanceOf(Nd4jProvider.class);
    assertThat(provider.numericClass()).isEqualTo(NumericClass.TOLERANT);
    try (Backend backend = Backends.open("nd4j", Device.CPU, 2)) {
      assertThat(backend.name()).isEqualTo("nd4j");
      assertThat(backend.threads()).isEqualTo(2);
      assertThat(backend.numericClass()).isEqualTo(NumericClass.TOLERANT);
    }
    try (Backend backend = Backends.openForShortWork("nd4j", Device.CPU, 1)) {
      assertThat(backend.name()).isEqualTo("nd4j");
    }
  }

  /** All that decides the bits: the library, its BLAS and kernels, the device and the threads. */
  @Test
  void describesTheLibrary() {
    assertThat(provider.library(Device.CPU, 1).orElseThrow())
        .matches(
            "ND4J \\S+( with oneDNN)?, OpenBLAS [0-9.]+( \\([A-Z][a-z0-9]+\\))?, cpu, 1 thread");
    assertThat(provider.library(Device.CPU, 3).orElseThrow()).endsWith(", cpu, 3 threads");
  }

  @Test
  void refusesADeviceThatIsNotThere() {
    assertThatThrownBy(() -> Nd4jLibrary.load(Device.CUDA, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "backend.name: found nd4j, which cannot be loaded"
                + " (org.nd4j.linalg.jcublas.JCublasBackend), expected ND4J's natives for ");
  }
}
