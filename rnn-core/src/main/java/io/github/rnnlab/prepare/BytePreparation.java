package io.github.rnnlab.prepare;

import io.github.rnnlab.corpus.ByteVocabulary;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.text.ByteFile;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.TokenWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Turns any file into the ids of its bytes, with one pass over the file and one over the ids, in
 * bounded memory. The vocabulary is {@code <name>_bytes.json}.
 *
 * <p>A character of the file is a byte that begins one in UTF-8. A file that is no text counts its
 * characters in the same way, and has at least one.
 *
 * @param files those that it leaves, of bytes
 */
public record BytePreparation(PreparedFiles files) implements TextPreparation {
  /** Checks the unit of the files. */
  public BytePreparation {
    files.requireUnit(TokenUnit.BYTE);
  }

  @Override
  public PreparedCorpus prepare(Path text, Path directory) {
    try (ByteFile reader = ByteFile.open(text)) {
      AtomicFile.write(files.tokens(directory), channel -> writeTokens(reader, channel, text));
      files.writeRest(
          directory, ByteVocabulary.of(reader.present()), Math.max(1, reader.characters()));
      return open(directory, reader.sha256(), reader.bytes());
    }
  }

  private void writeTokens(ByteFile reader, FileChannel channel, Path text) throws IOException {
    TokenWriter writer = new TokenWriter(channel, NpyType.UINT8);
    for (int count = reader.read(); count > 0; count = reader.read()) {
      writer.append(reader.chunk(), count);
    }
    files.requireOneWindow(writer.written(), text);
    ByteVocabulary.requireTwo(reader.present(), text.toString());
    writer.renumber(ByteVocabulary.of(reader.present()).ids());
    writer.finish(writer.written());
  }
}
