package io.github.rnnlab.prepare;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.corpus.VocabularyFile;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.token.TokenStore;
import io.github.rnnlab.token.TokenWriter;
import io.github.rnnlab.token.Windows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The files that preparation leaves: {@code tokens.npy}, the vocabulary, such as {@code
 * <name>_chars.json}, and maybe the windows.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param unit what the tokens are
 * @param name the name of the files, without a directory
 * @param sequenceLength L, inputs per window; at least 1
 * @param stride S, tokens from one window to the next; at least 1
 * @param writeWindows whether to also write the notebook's {@code <name>_char_windows.npy}: shape
 *     (N, L + 1), about (L + 1) / S times as large as the token file
 */
public record PreparedFiles(
    TokenUnit unit, String name, int sequenceLength, int stride, boolean writeWindows) {
  /**
   * Checks the lengths.
   *
   * @throws InvalidInputException if one is below 1
   */
  public PreparedFiles {
    requirePositive("prepare.sequenceLength", sequenceLength);
    requirePositive("prepare.stride", stride);
  }

  static void requirePositive(String key, int value) {
    if (value < 1) {
      throw new InvalidInputException(
          key, String.valueOf(value), "a whole number of at least 1", "Set it to 1 or more.");
    }
  }

  /** Refuses files of other tokens than a preparation makes. */
  void requireUnit(TokenUnit expected) {
    if (unit != expected) {
      throw new IllegalArgumentException("files of " + unit + " for a preparation of " + expected);
    }
  }

  Path tokens(Path directory) {
    return directory.resolve("tokens.npy");
  }

  private Path vocabulary(Path directory) {
    return directory.resolve(name + "_" + unit.plural() + ".json");
  }

  /** Writes the vocabulary and, if requested, the windows beside the tokens. */
  void writeRest(Path directory, Tokenizer tokenizer, long characters) {
    new VocabularyFile(tokenizer, sequenceLength, characters).write(vocabulary(directory));
    if (writeWindows) {
      TokenStore tokens = TokenStore.open(tokens(directory));
      Windows windows = new Windows(tokens, 0, tokens.size(), sequenceLength + 1, stride);
      AtomicFile.write(
          directory.resolve(name + "_" + unit.configName() + "_windows.npy"),
          channel -> write(windows, channel));
    }
  }

  /** Opens the files of a text with this hash and size. */
  PreparedCorpus open(Path directory, String sha256, long bytes) {
    TokenStore tokens = TokenStore.open(tokens(directory));
    VocabularyFile read = VocabularyFile.read(vocabulary(directory), unit);
    long characters = unit == TokenUnit.CHAR ? tokens.size() : read.characters();
    return new PreparedCorpus(name, read.tokenizer(), tokens, sha256, bytes, characters, null);
  }

  /** Refuses a text that is shorter than one window. */
  void requireOneWindow(long tokens, Path text) {
    if (tokens <= sequenceLength) {
      throw new InvalidInputException(
          text.toString(),
          tokens == 0 ? "an empty file" : tokens + " " + unit.inWords(),
          String.format(
              Locale.ROOT,
              "at least %d %s: one window of prepare.sequenceLength and the %s after it",
              sequenceLength + 1L,
              unit.inWords(),
              unit.one()),
          "Use a longer text or a smaller prepare.sequenceLength.");
    }
  }

  private static void write(Windows windows, FileChannel channel) throws IOException {
    TokenWriter writer = new TokenWriter(channel, windows.tokens().type());
    int[] window = new int[windows.length()];
    for (long i = 0; i < windows.count(); i++) {
      windows.read(i, window);
      writer.append(window, window.length);
    }
    writer.finish(windows.count(), windows.length());
  }
}
