package io.github.rnnlab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  @Test
  void escapesWhatMovesTheCursorOrTurnsTheText() {
    assertThat(Printable.line("a\u001b[2J\u009b31m\u007f\u0000\r\n\tb"))
        .isEqualTo("a\\u001b[2J\\u009b31m\\u007f\\u0000\\r\\n\\tb");
    assertThat(Printable.line("\u202ecod\u2066.\u2028\u2029\u0085\ufeff\u200b"))
        .isEqualTo("\\u202ecod\\u2066.\\u2028\\u2029\\u0085\\ufeff\\u200b");
    assertThat(Printable.line("\ud800 \udb40\udc01")).isEqualTo("\\ud800 \\udb40\\udc01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "C:\\new", "é 𝄞 日本 עברית € ±", "e\u0301"})
  void leavesTextAsItIs(String text) {
    assertThat(Printable.line(text)).isSameAs(text);
  }

  @Test
  void staysAsItIsWithinAnotherMessage() {
    String once = Printable.line("a\u001b\nb");
    assertThat(Printable.line(once)).isEqualTo(once);
  }

  @Test
  void keepsTheLineFeedsOfLines() {
    assertThat(Printable.lines("a\u001b\n\tb\n")).isEqualTo("a\\u001b\n\\tb\n");
  }

  @Test
  void messagesQuoteNoControlCharacterAndNothingEndless() {
    assertThat(new InvalidInputException("k\u001b", "f\n", "e\u202e", "x\u0085"))
        .hasMessage("k\\u001b: found f\\n, expected e\\u202e. x\\u0085");
    assertThat(new BrokenRunException("no\u001b[0m")).hasMessage("no\\u001b[0m");
    assertThat(new InvalidInputException("k", "9".repeat(100_000), "e", "x").getMessage())
        .hasSizeLessThan(1100)
        .contains("9…9");
  }
}
