package io.github.rnnlab.maven.fork;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of arguments for the {@code java} launcher ({@code java @file}): no limit on its length,
 * and passwords in it do not show in the list of processes.
 */
final class ArgumentFile {
  private ArgumentFile() {}

  /**
   * Writes arguments, one a line, in the encoding in which the launcher will read them.
   *
   * @throws InvalidInputException if an argument has a character which that encoding lacks
   */
  static void write(Path file, List<String> arguments, Charset encoding) {
    StringBuilder text = new StringBuilder();
    for (String argument : arguments) {
      text.append(quote(argument)).append('\n');
    }
    ByteBuffer bytes;
    try {
      bytes = encoding.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "the worker's arguments in " + file,
          "a character that the system's encoding " + encoding + " lacks",
          "paths and flags within that encoding",
          "Set a UTF-8 locale, for instance LC_ALL=C.UTF-8.",
          e);
    }
    AtomicFile.write(
        file,
        (FileChannel channel) -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /** Quotes as the launcher unquotes: in double quotes, where a backslash escapes. */
  static String quote(String argument) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      switch (c) {
        case '\\', '"' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\f' -> quoted.append("\\f");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
