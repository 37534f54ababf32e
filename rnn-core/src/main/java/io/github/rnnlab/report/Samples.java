package io.github.rnnlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the texts of {@code samples.md} and {@code samples-in-training.md}. */
final class Samples {
  /** A heading, and a text between two equal fences, which the text does not hold. */
  private static final Pattern TEXT =
      Pattern.compile("\n## ([^\n]+)\n\n(`{3,})text\n(.*?)\n\\2\n", Pattern.DOTALL);

  private Samples() {}

  /**
   * A text.
   *
   * @param heading what it was drawn with
   * @param text the text
   */
  record Sample(String heading, String text) {}

  /** Returns the texts in their order; none if the page is not as a run writes it. */
  static List<Sample> of(String page) {
    List<Sample> samples = new ArrayList<>();
    Matcher texts = TEXT.matcher(page);
    while (texts.find()) {
      samples.add(new Sample(texts.group(1), texts.group(3)));
    }
    return samples;
  }
}
