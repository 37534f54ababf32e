package io.github.rnnlab.corpus;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.TokenStore;
import io.github.rnnlab.token.TokenWriter;
import io.github.rnnlab.token.Windows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Turns a text into character ids, with one pass over the text and one over the ids, in bounded
 * memory.
 *
 * @param name the name of the files, without a directory: {@code <name>_chars.json}
 * @param sequenceLength L, inputs per window; at least 1
 * @param stride S, characters from one window to the next; at least 1
 * @param writeWindows whether to also write the notebook's {@code <name>_char_windows.npy}: shape
 *     (N, L + 1), about (L + 1) / S times as large as the token file
 */
public record CharPreparation(String name, int sequenceLength, int stride, boolean writeWindows) {
  /**
   * Checks the lengths.
   *
   * @throws InvalidInputException if one is below 1
   */
  public CharPreparation {
    requirePositive("prepare.sequenceLength", sequenceLength);
    requirePositive("prepare.stride", stride);
  }

  /**
   * Reads a UTF-8 text and writes {@code tokens.npy} (one dimension, the smallest of uint8, int16
   * and int32 that fits the vocabulary), {@code <name>_chars.json} and, if requested, the windows.
   * NumPy reads all of them unchanged.
   *
   * @param text the corpus; every code point is a character, including byte order marks and
   *     carriage returns
   * @param directory the directory of the files; created if needed
   * @throws InvalidInputException if the text is missing, not UTF-8, empty, of one distinct
   *     character, or shorter than one window
   * @throws io.github.rnnlab.BrokenRunException if a file cannot be written
   */
  public PreparedCorpus prepare(Path text, Path directory) {
    Path tokenFile = tokenFile(directory);
    AppearanceIds ids = new AppearanceIds();
    try (Utf8Text reader = Utf8Text.open(text)) {
      AtomicFile.write(tokenFile, channel -> writeTokens(reader, ids, channel, text));
      TokenStore tokens = TokenStore.open(tokenFile);
      Vocabulary vocabulary = ids.vocabulary();
      new CharsFile(vocabulary, sequenceLength).write(charsFile(directory));
      if (writeWindows) {
        Windows windows = new Windows(tokens, 0, tokens.size(), sequenceLength + 1, stride);
        AtomicFile.write(
            directory.resolve(name + WindowsFile.SUFFIX), channel -> write(windows, channel));
      }
      return new PreparedCorpus(
          name, vocabulary, tokens, reader.sha256(), reader.bytes(), tokens.size(), null);
    }
  }

  /**
   * Opens the files of {@link #prepare}.
   *
   * @param sha256 the hash of the prepared text
   * @param bytes its size
   * @throws InvalidInputException if a file is missing or damaged
   */
  public PreparedCorpus open(Path directory, String sha256, long bytes) {
    TokenStore tokens = TokenStore.open(tokenFile(directory));
    Vocabulary vocabulary = CharsFile.read(charsFile(directory)).vocabulary();
    return new PreparedCorpus(name, vocabulary, tokens, sha256, bytes, tokens.size(), null);
  }

  private static Path tokenFile(Path directory) {
    return directory.resolve("tokens.npy");
  }

  private Path charsFile(Path directory) {
    return directory.resolve(name + "_chars.json");
  }

  private void writeTokens(Utf8Text reader, AppearanceIds ids, FileChannel channel, Path text)
      throws IOException {
    TokenWriter writer = new TokenWriter(channel, NpyType.UINT8);
    while (appendChunk(reader, ids, writer)) {}
    requireOneWindow(writer.written(), text);
    Vocabulary.requireTwo(ids.size(), text.toString());
    if (!ids.areRanks()) {
      writer.renumber(ids.ranks());
    }
    writer.finish(writer.written());
  }

  /** Appends the next chunk's ids; returns false at the end of the text. */
  private static boolean appendChunk(Utf8Text reader, AppearanceIds ids, TokenWriter writer)
      throws IOException {
    // The usual case, in half the time: ASCII becomes single-byte ids where it lies.
    boolean bytes = ids.fitAsciiInBytes();
    int ascii = bytes ? reader.readAscii() : 0;
    if (ascii > 0) {
      ids.encodeAscii(reader.ascii(), ascii);
      writer.append(reader.ascii(), ascii);
      return true;
    }
    int count = bytes ? reader.decodeChunk() : reader.read();
    ids.encode(reader.codePoints(), count);
    writer.reserve(ids.size());
    writer.append(reader.codePoints(), count);
    return count > 0;
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

  private void requireOneWindow(long characters, Path text) {
    if (characters <= sequenceLength) {
      throw new InvalidInputException(
          text.toString(),
          characters == 0 ? "an empty file" : characters + " characters",
          String.format(
              Locale.ROOT,
              "at least %d characters: one window of prepare.sequenceLength and the character after it",
              sequenceLength + 1L),
          "Use a longer text or a smaller prepare.sequenceLength.");
    }
  }

  private static void requirePositive(String key, int value) {
    if (value < 1) {
      throw new InvalidInputException(
          key, String.valueOf(value), "a whole number of at least 1", "Set it to 1 or more.");
    }
  }
}
