package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {
  @ParameterizedTest
  @ValueSource(strings = {"vector", "scalar", "auto"})
  void opensTheScalarBackendForShortWork(String name) {
    try (Backend backend = Backends.openForShortWork(name, 2)) {
      assertThat(backend.name()).isEqualTo("scalar");
    }
  }

  @Test
  void refusesAnUnknownNameForShortWorkToo() {
    assertThatThrownBy(() -> Backends.openForShortWork("cuda", 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("backend.name");
  }
}
