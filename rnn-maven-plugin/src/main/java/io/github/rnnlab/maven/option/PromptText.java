package io.github.rnnlab.maven.option;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.text.Utf8Text;
import java.nio.file.Path;

/**
 * Reads {@code rnn.prompt} and other texts as typed. {@code \n}, {@code \t} and {@code \\} stand
 * for a line feed, a tab and a backslash, because the first two are hard to type in a shell.
 */
public final class PromptText {
  private PromptText() {}

  /**
   * Returns the text with its escapes replaced.
   *
   * @param option names the text in messages
   * @throws InvalidInputException if a backslash precedes anything else
   */
  public static String read(String typed, String option) {
    StringBuilder prompt = new StringBuilder();
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      if (c == '\\') {
        i++;
        prompt.append(escaped(typed, i, option));
      } else {
        prompt.append(c);
      }
    }
    return prompt.toString();
  }

  /**
   * Reads a prompt from a file in UTF-8, as it is.
   *
   * @throws InvalidInputException if there is none, or if it is empty or not in UTF-8
   */
  public static String ofFile(Path file) {
    String name = "-Drnn.promptFile=" + file;
    String prompt = Utf8Text.all(file, name);
    if (prompt.isEmpty()) {
      throw new InvalidInputException(
          name, "an empty file", "at least one character", "Write the prompt into it.");
    }
    return prompt;
  }

  private static char escaped(String typed, int at, String option) {
    if (at == typed.length()) {
      throw refusal("the end of", typed, option);
    }
    return switch (typed.charAt(at)) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '\\' -> '\\';
      default -> throw refusal("'" + typed.charAt(at) + "' in", typed, option);
    };
  }

  private static InvalidInputException refusal(String where, String typed, String option) {
    return new InvalidInputException(
        option,
        "a backslash before " + where + " " + typed,
        "\\n (line feed), \\t (tab) or \\\\ (one backslash)",
        "Double the backslash.");
  }
}
