package io.github.rnnlab.maven.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import org.junit.jupiter.api.Test;

class PromptTextTest {
  @Test
  void readsThreeEscapes() {
    assertThat(PromptText.read("ROMEO:\\n\\ta\\\\n", "rnn.prompt")).isEqualTo("ROMEO:\n\ta\\n");
    assertThat(PromptText.read("ROMEO:\n", "rnn.prompt")).isEqualTo("ROMEO:\n");
    assertThat(PromptText.read("", "rnn.prompt")).isEmpty();
  }

  @Test
  void refusesOtherEscapes() {
    assertThatThrownBy(() -> PromptText.read("a\\d", "rnn.prompt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("rnn.prompt: found a backslash before 'd' in a\\d");
    assertThatThrownBy(() -> PromptText.read("a\\", "rnn.prompt"))
        .hasMessageContaining("before the end of a\\");
  }
}
