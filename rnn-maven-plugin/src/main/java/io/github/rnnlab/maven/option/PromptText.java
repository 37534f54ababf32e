package io.github.rnnlab.maven.option;

import io.github.rnnlab.InvalidInputException;

/**
 * Reads {@code rnn.prompt}. {@code \n}, {@code \t} and {@code \\} stand for a line feed, a tab and
 * a backslash, because the first two are hard to type in a shell.
 */
public final class PromptText {
  private PromptText() {}

  /** Returns the prompt with its escapes replaced. */
  public static String read(String typed) {
    StringBuilder prompt = new StringBuilder();
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      if (c == '\\') {
        i++;
        prompt.append(escaped(typed, i));
      } else {
        prompt.append(c);
      }
    }
    return prompt.toString();
  }

  private static char escaped(String typed, int at) {
    if (at == typed.length()) {
      throw refusal("the end of", typed);
    }
    return switch (typed.charAt(at)) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '\\' -> '\\';
      default -> throw refusal("'" + typed.charAt(at) + "' in", typed);
    };
  }

  private static InvalidInputException refusal(String where, String typed) {
    return new InvalidInputException(
        "rnn.prompt",
        "a backslash before " + where + " " + typed,
        "\\n (line feed), \\t (tab) or \\\\ (one backslash)",
        "Double the backslash.");
  }
}
