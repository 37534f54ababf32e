package io.github.rnnlab.evaluate;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.ByteVocabulary;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.text.ByteFile;
import io.github.rnnlab.text.Utf8Text;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.TokenStore;
import io.github.rnnlab.token.TokenWriter;
import io.github.rnnlab.token.Windows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A text that a model is judged on.
 *
 * @param windows side by side over all of it
 * @param tokensPerCharacter the mean number of tokens per character
 */
public record EncodedText(Windows windows, double tokensPerCharacter) {
  /**
   * Encodes a file: any bytes for a model of bytes, otherwise a text in UTF-8. The tokens are kept
   * in a temporary file until the JVM ends.
   *
   * @throws InvalidInputException if it cannot be read, has a token that the model does not know,
   *     or is too short to predict anything
   */
  public static EncodedText ofFile(Path file, Tokenizer tokenizer) {
    int[] ids;
    long characters;
    if (tokenizer instanceof ByteVocabulary vocabulary) {
      try (ByteFile bytes = ByteFile.open(file)) {
        ids = vocabulary.encode(all(bytes), file.toString());
        characters = Math.max(1, bytes.characters());
      }
    } else {
      String text = Utf8Text.all(file, file.toString());
      ids = tokenizer.encode(text, file.toString());
      characters = text.codePointCount(0, text.length());
    }
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
          sideBySide(TokenStore.open(tokens), 0, ids.length), (double) ids.length / characters);
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
          tokens == 1 ? "1 token" : tokens + " tokens",
          "at least 2, of which the first predicts the second",
          "Choose another with -Drnn.split, or a longer file with -Drnn.text.");
    }
  }

  private static Windows sideBySide(TokenStore tokens, long from, long to) {
    int length = (int) Math.min(Split.VALIDATION_LENGTH, to - from - 1);
    return new Windows(tokens, from, to, length + 1, length);
  }

  private static byte[] all(ByteFile file) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int count = file.read(); count > 0; count = file.read()) {
      all.write(file.chunk(), 0, count);
    }
    return all.toByteArray();
  }
}
