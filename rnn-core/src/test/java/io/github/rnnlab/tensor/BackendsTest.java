package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {
  @ParameterizedTest
  @ValueSource(strings = {"vector", "scalar", "auto"})
  void opensTheScalarBackendForShortWork(String name) {
    try (Backend backend = Backends.openForShortWork(name, Device.CPU, 2)) {
      assertThat(backend.name()).isEqualTo("scalar");
    }
  }

  @ParameterizedTest
  @CsvSource({"vector, vector", "scalar, scalar", "auto, vector"})
  void opensWhatAProviderProvides(String name, String expected) {
    BackendProvider provider = Backends.provider(name);
    assertThat(provider.name()).isEqualTo(expected);
    assertThat(provider.whyNot(Device.CPU)).isEmpty();
    try (Backend backend = Backends.open(name, Device.CPU, 2)) {
      assertThat(backend.name()).isEqualTo(expected);
      assertThat(backend.numericClass()).isEqualTo(provider.numericClass());
    }
    assertThat(provider.library(Device.CPU, 2)).isEmpty();
  }

  @Test
  void refusesAnUnknownNameAndNamesThoseThatThereAre() {
    for (boolean isShort : new boolean[] {true, false}) {
      assertThatThrownBy(
              () -> {
                Backend unused =
                    isShort
                        ? Backends.openForShortWork("cuda", Device.CPU, 1)
                        : Backends.open("cuda", Device.CPU, 1);
              })
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "backend.name: found cuda, expected tolerant, scalar, vector or auto. Choose one of"
                  + " them, or add the jar of the backend to the class path"
                  + " (io.github.rnnlab:rnn-nd4j for nd4j).");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "scalar"})
  void refusesAnotherDevice(String name) {
    assertThatThrownBy(() -> Backends.open(name, Device.CUDA, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "backend.device: found cuda for the backend "
                + name
                + ", expected cpu, the only device of this backend. Set backend.device to cpu, or"
                + " backend.name to nd4j.");
  }

  @Test
  void describesTheLibraryOfATolerantBackendOnly() {
    assertThat(Backends.library("tolerant", Device.CPU, 2)).contains("fake 1.0, cpu, 2 threads");
    assertThat(Backends.library("auto", Device.CPU, 2)).isEmpty();
    assertThatThrownBy(() -> Backends.library("tolerant", Device.CUDA, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("backend.device: found cuda for the backend tolerant");
  }

  @Test
  void knowsTheExactBackends() {
    assertThat(List.of("vector", "scalar", "auto")).allMatch(Backends::isExact);
    assertThat(List.of("tolerant", "nd4j")).noneMatch(Backends::isExact);
  }

  @Test
  void givesTheFlagsOfEveryProvider() {
    assertThat(Backends.jvmFlags())
        .containsAll(new VectorProvider().jvmFlags())
        .contains("-XX:ObjectAlignmentInBytes=64");
  }
}
