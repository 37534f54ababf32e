package io.github.rnnlab.evaluate;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.content.EncodingGuess;
import io.github.rnnlab.content.Finding;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.TokenStore;
import io.github.rnnlab.token.TokenWriter;
import io.github.rnnlab.token.Windows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A text that a model is judged on.
 *
 * @param windows side by side over all of it
 * @param tokensPerCharacter the mean number of tokens per character
 */
public record EncodedText(Windows windows, double tokensPerCharacter) {
  /**
   * Encodes a file in UTF-8. The tokens are kept in a temporary file until the JVM ends.
   *
   * @throws InvalidInputException if it cannot be read, has a token that the model does not know,
   *     or is too short to predict anything
   */
  public static EncodedText ofFile(Path file, Tokenizer tokenizer) {
    String text = read(file, tokenizer.unit());
    int[] ids = tokenizer.encode(text, file.toString());
    requireTwo(ids.length, file.toString());
    try {
      Path tokens = Files.createTempFile("tokens", ".npy");
      tokens.toFile().deleteOnExit();
      try (FileChannel channel =
          FileChannel.open(tokens, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        TokenWriter writer = new TokenWriter(channel, NpyType.smallestFor(tokenizer.size()));
        writer.append(ids, ids.length);
        writer.finish(ids.length);
      }
      return new EncodedText(
          sideBySide(TokenStore.open(tokens), 0, ids.length),
          (double) ids.length / text.codePointCount(0, text.length()));
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot write a temporary file for the tokens of " + file + " (" + e + ").", e);
    }
  }

  /**
   * Returns windows side by side over a part of a corpus.
   *
   * @param split the name of the part
   * @param tokensPerCharacter the mean of the corpus
   * @throws InvalidInputException if it is too short to predict anything, or is no running text
   */
  public static EncodedText ofSplit(String split, double tokensPerCharacter, Windows part) {
    if (part.tokens().columns() > 1) {
      throw new InvalidInputException(
          "prepare.windowsFile",
          "windows, which may overlap",
          "a running text to judge the model on",
          "Name a file with -Drnn.text.");
    }
    requireTwo(part.to() - part.from(), "the split " + split);
    return new EncodedText(sideBySide(part.tokens(), part.from(), part.to()), tokensPerCharacter);
  }

  private static void requireTwo(long tokens, String where) {
    if (tokens < 2) {
      throw new InvalidInputException(
          where,
          tokens + " tokens",
          "at least 2, of which the first predicts the second",
          "Choose another with -Drnn.split, or a longer file with -Drnn.text.");
    }
  }

  private static Windows sideBySide(TokenStore tokens, long from, long to) {
    int length = (int) Math.min(Split.VALIDATION_LENGTH, to - from - 1);
    return new Windows(tokens, from, to, length + 1, length);
  }

  private static String read(Path file, TokenUnit unit) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      Optional<Finding> other =
          unit == TokenUnit.BYTE
              ? Optional.empty()
              : EncodingGuess.insteadOfText(bytes, bytes.length);
      if (other.isPresent()) {
        throw other.get().refusal(file.toString(), "a text in UTF-8");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          file.toString(), "bytes that are not UTF-8", "a text in UTF-8", "Save it as UTF-8.", e);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new InvalidInputException(
          "rnn.text",
          file + ", which cannot be read (" + e + ")",
          "a readable text",
          "Correct -Drnn.text.",
          e);
    }
  }
}
