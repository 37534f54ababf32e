package io.github.rnnlab.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a < b & c > d, a &lt; b &amp; c &gt; d",
        "\"it's\", &quot;it&#39;s&quot;",
        "</script><img onerror=x>, &lt;/script&gt;&lt;img onerror=x&gt;"
      })
  void escapesWhatHtmlWouldRead(String text, String html) {
    assertThat(Html.text(text)).isEqualTo(html);
    assertThat(Html.line(text)).isEqualTo(html);
  }

  @Test
  void showsCharactersThatHtmlCannotHold() {
    assertThat(Html.text("a\0b\u001bc\u007fd\u0085e\ud800f\uffffg\rh"))
        .isEqualTo("a␀b␛c␡d�e�f�g␍h");
    assertThat(Html.text("\ud83c\udf39 ü\t\n")).isEqualTo("\ud83c\udf39 ü\t\n");
  }

  @Test
  void keepsNamesOnOneLine() {
    assertThat(Html.line("a\nb\u202ec")).isEqualTo("a\\nb\\u202ec");
  }

  @Test
  void keepsTheFirstLineFeedOfABlock() {
    assertThat(Html.block("\nA <king>")).isEqualTo("<pre>\n\nA &lt;king&gt;</pre>\n");
  }

  @Test
  void escapesEveryCellOfATable() {
    assertThat(Html.table("<c>", List.of("<h>"), List.of(List.of("<r>", "<d>"))))
        .contains("<caption>&lt;c&gt;", "<th scope=\"col\">&lt;h&gt;", "&lt;r&gt;", "<td>&lt;d&gt;")
        .doesNotContain("<h>", "<r>", "<d>", "<c>");
    assertThat(Html.hashes("c", List.of(new Html.Hash("<n>", "<0>", "<m>"))))
        .doesNotContain("<n>", "<0>", "<m>");
  }
}
