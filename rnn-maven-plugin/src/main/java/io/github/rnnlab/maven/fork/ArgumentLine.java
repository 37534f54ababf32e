package io.github.rnnlab.maven.fork;

import io.github.rnnlab.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Splits {@code rnn.argLine} at white space. Single and double quotes keep white space. */
public final class ArgumentLine {
  private ArgumentLine() {}

  /**
   * Returns the arguments of a line, as a shell splits them without expansions. A backslash is an
   * ordinary character, as in paths on Windows.
   *
   * @throws InvalidInputException if a quote is not closed
   */
  public static List<String> split(String line) {
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    boolean inArgument = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          argument.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inArgument = true;
      } else if (!Character.isWhitespace(c)) {
        argument.append(c);
        inArgument = true;
      } else if (inArgument) {
        arguments.add(argument.toString());
        argument.setLength(0);
        inArgument = false;
      }
    }
    if (quote != 0) {
      throw new InvalidInputException(
          "rnn.argLine", "an open " + quote, "a closing " + quote, "Close or remove the quote.");
    }
    if (inArgument) {
      arguments.add(argument.toString());
    }
    return arguments;
  }
}
