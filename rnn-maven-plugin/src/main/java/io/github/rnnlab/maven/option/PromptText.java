package io.github.rnnlab.maven.option;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.content.EncodingGuess;
import io.github.rnnlab.content.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
    String option = "-Drnn.promptFile";
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          option,
          file + (Files.exists(file) ? ", which cannot be read (" + e + ")" : ", which is no file"),
          "a text file in UTF-8",
          "Correct the path.",
          e);
    }
    Optional<Finding> other = EncodingGuess.insteadOfText(bytes, bytes.length);
    if (other.isPresent()) {
      throw other.get().refusal(option + "=" + file, "a text in UTF-8");
    }
    if (bytes.length == 0) {
      throw new InvalidInputException(
          option, file + ", which is empty", "at least one character", "Write the prompt into it.");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          option,
          file + ", which has bytes that are not UTF-8",
          "a text in UTF-8",
          "Save it as UTF-8.",
          e);
    }
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
