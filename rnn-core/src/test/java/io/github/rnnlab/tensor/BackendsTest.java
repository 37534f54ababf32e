package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {
  @ParameterizedTest
  @ValueSource(strings = {"vector", "scalar", "auto"})
  void opensTheScalarBackendForShortWork(String name) {
    try (Backend backend = Backends.openForShortWork(name, 2)) {
      assertThat(backend.name()).isEqualTo("scalar");
    }
  }

  @ParameterizedTest
  @CsvSource({"vector, vector", "scalar, scalar", "auto, vector"})
  void opensWhatAProviderProvides(String name, String expected) {
    BackendProvider provider = Backends.provider(name);
    assertThat(provider.name()).isEqualTo(expected);
    assertThat(provider.whyNot()).isEmpty();
    try (Backend backend = Backends.open(name, 2)) {
      assertThat(backend.name()).isEqualTo(expected);
      assertThat(backend.numericClass()).isEqualTo(provider.numericClass());
    }
    assertThat(provider.library()).isEmpty();
  }

  @Test
  void refusesAnUnknownNameAndNamesThoseThatThereAre() {
    for (boolean isShort : new boolean[] {true, false}) {
      assertThatThrownBy(
              () -> {
                Backend unused =
                    isShort ? Backends.openForShortWork("cuda", 1) : Backends.open("cuda", 1);
              })
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "backend.name: found cuda, expected scalar, vector or auto. Choose one of them.");
    }
  }

  @Test
  void givesTheFlagsOfEveryProvider() {
    assertThat(Backends.jvmFlags())
        .containsAll(new VectorProvider().jvmFlags())
        .contains("-XX:ObjectAlignmentInBytes=64");
  }
}
