package io.github.rnnlab.maven.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import org.junit.jupiter.api.Test;

class ArgumentLineTest {
  @Test
  void splitsAtWhiteSpaceOnly() {
    assertThat(ArgumentLine.split("  -Xmx4g\n\t-XX:+UseSerialGC "))
        .containsExactly("-Xmx4g", "-XX:+UseSerialGC");
    assertThat(ArgumentLine.split(" ")).isEmpty();
  }

  @Test
  void quotesKeepWhiteSpaceAndEmptyArguments() {
    assertThat(ArgumentLine.split("-Da=\"b c\" '-XX:OnError=gdb \"%p\"' ''"))
        .containsExactly("-Da=b c", "-XX:OnError=gdb \"%p\"", "");
  }

  @Test
  void aBackslashIsAnOrdinaryCharacter() {
    assertThat(ArgumentLine.split("-Da=C:\\x\\y")).containsExactly("-Da=C:\\x\\y");
  }

  @Test
  void refusesAnOpenQuote() {
    assertThatThrownBy(() -> ArgumentLine.split("-Dpassword='rosemary"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("rnn.argLine")
        .hasMessageNotContaining("rosemary"); // A log is no place for it.
  }
}
