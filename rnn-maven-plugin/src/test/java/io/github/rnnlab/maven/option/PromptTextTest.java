package io.github.rnnlab.maven.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import org.junit.jupiter.api.Test;

class PromptTextTest {
  @Test
  void readsThreeEscapes() {
    assertThat(PromptText.read("ROMEO:\\n\\ta\\\\n")).isEqualTo("ROMEO:\n\ta\\n");
    assertThat(PromptText.read("ROMEO:\n")).isEqualTo("ROMEO:\n");
    assertThat(PromptText.read("")).isEmpty();
  }

  @Test
  void refusesOtherEscapes() {
    assertThatThrownBy(() -> PromptText.read("a\\d"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("rnn.prompt: found a backslash before 'd' in a\\d");
    assertThatThrownBy(() -> PromptText.read("a\\")).hasMessageContaining("before the end of a\\");
  }
}
