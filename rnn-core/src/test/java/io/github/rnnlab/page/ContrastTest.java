package io.github.rnnlab.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contrasts that WCAG 2.2 asks for at level AA: 4.5 of text, 3 of curves and marks. */
class ContrastTest {
  private static final Pattern COLOR =
      Pattern.compile("(--[a-z0-9]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)");

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void textsStandOut(int scheme) throws IOException {
    Map<String, List<String>> colors = colors();
    for (String ground : List.of("--ground", "--raised", "--mark")) {
      for (String text : List.of("--ink", "--quiet", "--link")) {
        if (!ground.equals("--mark") || text.equals("--ink")) {
          assertThat(contrast(colors, text, ground, scheme))
              .as("%s on %s", text, ground)
              .isGreaterThanOrEqualTo(4.5);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void curvesStandOut(int scheme) throws IOException {
    Map<String, List<String>> colors = colors();
    for (int i = 0; i < 8; i++) {
      assertThat(contrast(colors, "--s" + i, "--ground", scheme)).isGreaterThanOrEqualTo(4.5);
    }
  }

  /** The fullest colors of a look inside stand behind text. */
  @Test
  void coloredTextsStandOut() throws IOException {
    Matcher full =
        Pattern.compile("--full: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)").matcher(style());
    List<String> ink = Objects.requireNonNull(colors().get("--ink"));
    int found = 0;
    for (; full.find(); found++) {
      assertThat(contrast(ink.get(0), full.group(1))).isGreaterThanOrEqualTo(4.5);
      assertThat(contrast(ink.get(1), full.group(2))).isGreaterThanOrEqualTo(4.5);
    }
    assertThat(found).isEqualTo(3);
  }

  private static Map<String, List<String>> colors() throws IOException {
    Map<String, List<String>> colors = new LinkedHashMap<>();
    Matcher color = COLOR.matcher(style());
    while (color.find()) {
      colors.put(color.group(1), new ArrayList<>(List.of(color.group(2), color.group(3))));
    }
    return colors;
  }

  private static String style() throws IOException {
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static double contrast(
      Map<String, List<String>> colors, String text, String ground, int scheme) {
    return contrast(
        Objects.requireNonNull(colors.get(text), text).get(scheme),
        Objects.requireNonNull(colors.get(ground), ground).get(scheme));
  }

  private static double contrast(String first, String second) {
    double a = luminance(first);
    double b = luminance(second);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String color) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double luminance = 0;
    for (int i = 0; i < weights.length; i++) {
      double share = Integer.parseInt(color.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      luminance +=
          weights[i] * (share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4));
    }
    return luminance;
  }
}
