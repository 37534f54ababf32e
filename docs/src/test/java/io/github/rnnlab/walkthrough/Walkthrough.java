package io.github.rnnlab.walkthrough;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in Markdown with blocks of Java. A block of {@code text} right after a block of {@code
 * java} is what that code prints; every other block belongs to the prose.
 *
 * @param parts in the order of the text
 */
record Walkthrough(List<Part> parts) {
  private static final Pattern CODE =
      Pattern.compile(
          "^```java\\n(.*?)^```\\n(?:\\s*^```text\\n(.*?)^```\\n)?",
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern PICTURE =
      Pattern.compile("!\\[[^]]+]\\(images/walkthrough-([a-z-]+\\.svg)\\)");

  /** Prose or code. */
  sealed interface Part {
    /** Returns the part as it stands in the Markdown. */
    String markdown();
  }

  /** Anything but code, without the blank lines around it. */
  record Prose(String markdown) implements Part {}

  /**
   * Code and what it prints.
   *
   * @param code whole lines
   * @param output whole lines; empty if the code prints nothing
   */
  record Code(String code, String output) implements Part {
    @Override
    public String markdown() {
      String block = "```java\n" + code + "```";
      return output.isEmpty() ? block : block + "\n\n```text\n" + output + "```";
    }
  }

  static Walkthrough parse(String markdown) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = CODE.matcher(markdown);
    int end = 0;
    while (matcher.find()) {
      addProse(parts, markdown.substring(end, matcher.start()));
      parts.add(new Code(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)));
      end = matcher.end();
    }
    addProse(parts, markdown.substring(end));
    return new Walkthrough(parts);
  }

  private static void addProse(List<Part> parts, String prose) {
    if (!prose.isBlank()) {
      parts.add(new Prose(prose.strip()));
    }
  }

  /** Returns the blocks of code, in order. */
  List<Code> code() {
    return parts.stream().filter(Code.class::isInstance).map(Code.class::cast).toList();
  }

  /** Returns the names of the pictures, as the code that draws them names them, in order. */
  List<String> pictures() {
    return PICTURE.matcher(markdown()).results().map(picture -> picture.group(1)).toList();
  }

  /** Returns the same text with other outputs, one for each block of code. */
  Walkthrough printing(List<String> outputs) {
    List<Part> replaced = new ArrayList<>();
    int next = 0;
    for (Part part : parts) {
      replaced.add(part instanceof Code code ? new Code(code.code(), outputs.get(next++)) : part);
    }
    return new Walkthrough(replaced);
  }

  String markdown() {
    return String.join("\n\n", parts.stream().map(Part::markdown).toList()) + "\n";
  }
}
