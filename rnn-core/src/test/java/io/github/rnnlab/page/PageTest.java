package io.github.rnnlab.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final String HOSTILE =
      "</script><img src=x onerror=alert(1)>&\u2028\u2029<!--<script>";

  @Test
  void isValidHtml() throws Exception {
    Markup.requireValid(page());
  }

  @Test
  void allowsItsOwnScriptAndStyleAlone() {
    String page = page();
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(page);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1))
        .isEqualTo(
            "default-src 'none'; style-src 'sha256-"
                + hash(between(page, "<style>", "</style>"))
                + "'; script-src 'sha256-"
                + hash(between(page, "<script>", "</script>"))
                + "'; base-uri 'none'; form-action 'none'");
    assertThat(page.replace("'http://www.w3.org/2000/svg'", ""))
        .doesNotContain("http://", "https://", "//cdn", " style=", " onclick=");
  }

  @Test
  void keepsHostileTextAsText() {
    String page = page();
    assertThat(page).doesNotContain("<img", "<!--<script>");
    assertThat(Markup.data(page).path("charts").path(0).path("title").stringValue())
        .isEqualTo(HOSTILE);
    assertThat(Markup.data(page).path("more").stringValue()).isEqualTo(HOSTILE);
  }

  @Test
  void takesNoWordOfATitleForAPlaceholder() {
    assertThat(new Page("POLICY STYLE TITLE").end()).contains("<h1>POLICY STYLE TITLE</h1>");
  }

  @Test
  void givesTheSameBytesForTheSameContent() {
    assertThat(page()).isEqualTo(page()).doesNotContain("\r");
  }

  private static String page() {
    Page page = new Page(HOSTILE);
    List<Curves.Point> points = new ArrayList<>();
    points.add(new Curves.Point(1, List.of(2.0, 3.0), HOSTILE));
    Curves curves =
        new Curves(
            HOSTILE,
            "epoch",
            List.of("nats", "bits"),
            List.of(new Curves.Series(HOSTILE, null, points)));
    return page.section("losses", HOSTILE, page.chart(curves, "<p>none</p>"))
        .data("more", HOSTILE)
        .end();
  }

  private static String between(String page, String start, String end) {
    int from = page.indexOf(start) + start.length();
    return page.substring(from, page.indexOf(end, from));
  }

  private static String hash(String text) {
    return Base64.getEncoder()
        .encodeToString(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
