package io.github.rnnlab.prepare;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.text.TextForm;
import io.github.rnnlab.text.Utf8Text;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.TokenWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Turns a text into character ids, with one pass over the text and one over the ids, in bounded
 * memory.
 *
 * @param files those that it leaves, of characters
 * @param form how the bytes of the file become characters
 */
public record CharPreparation(PreparedFiles files, TextForm form) implements TextPreparation {
  /** Checks the unit of the files. */
  public CharPreparation {
    files.requireUnit(TokenUnit.CHAR);
  }

  /**
   * Prepares a text.
   *
   * @param text the corpus; every code point is a character, including byte order marks and
   *     carriage returns
   * @throws InvalidInputException as {@link TextPreparation#prepare} does, and if it is not in the
   *     encoding
   */
  @Override
  public PreparedCorpus prepare(Path text, Path directory) {
    AppearanceIds ids = new AppearanceIds();
    try (Utf8Text reader = Utf8Text.open(text, form)) {
      AtomicFile.write(files.tokens(directory), channel -> writeTokens(reader, ids, channel, text));
      files.writeRest(directory, ids.vocabulary(), 0);
      return open(directory, reader.sha256(), reader.bytes());
    }
  }

  private void writeTokens(Utf8Text reader, AppearanceIds ids, FileChannel channel, Path text)
      throws IOException {
    TokenWriter writer = new TokenWriter(channel, NpyType.UINT8);
    while (appendChunk(reader, ids, writer)) {}
    files.requireOneWindow(writer.written(), text);
    Vocabulary.requireTwo(ids.size(), TokenUnit.CHAR, text.toString());
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
}
