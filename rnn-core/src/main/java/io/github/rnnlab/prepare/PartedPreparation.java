package io.github.rnnlab.prepare;

import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.text.TextForm;
import io.github.rnnlab.text.Utf8Text;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.TokenWriter;
import io.github.rnnlab.word.WordIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prepares a text in parts that are counted and encoded side by side, perhaps on many machines. It
 * leaves the files of the preparation that it takes the place of, byte for byte. What cannot be cut
 * into parts is left to that one, and so is every refusal of a text.
 */
public final class PartedPreparation implements TextPreparation {
  /** Reads parts side by side. */
  public interface Readers {
    /** Returns the sum of the counts of all parts, of which there is one at least. */
    SymbolCounts count(Path text, List<PartedText.Part> parts, TokenUnit unit);

    /**
     * Encodes the parts and passes the ids of each on, in the order of the parts.
     *
     * @param encoder encodes a part
     */
    void encode(Path text, List<PartedText.Part> parts, PartEncoder encoder, Consumer<int[]> ids);
  }

  private final TextPreparation serial;
  private final PreparedFiles files;
  private final int minimumCount;
  private final int vocabularySize;
  private final Readers readers;
  private final int mostBytes;

  private PartedPreparation(
      TextPreparation serial,
      int minimumCount,
      int vocabularySize,
      Readers readers,
      int mostBytes) {
    this.serial = serial;
    this.files = serial.files();
    this.minimumCount = minimumCount;
    this.vocabularySize = vocabularySize;
    this.readers = readers;
    this.mostBytes = mostBytes;
  }

  /**
   * Returns a preparation in parts, or the given one itself if it cannot be cut: characters and
   * words of UTF-8 can, if the text gives the vocabulary and keeps its line ends.
   *
   * @param mostBytes the most bytes of a part
   */
  public static TextPreparation of(TextPreparation serial, Readers readers, int mostBytes) {
    if (serial instanceof CharPreparation chars && chars.form().equals(TextForm.PLAIN)) {
      return new PartedPreparation(serial, 1, Integer.MAX_VALUE, readers, mostBytes);
    }
    if (serial instanceof WordPreparation words && words.form().equals(TextForm.PLAIN)) {
      return new PartedPreparation(
          serial, words.minimumCount(), words.vocabularySize(), readers, mostBytes);
    }
    return serial;
  }

  @Override
  public PreparedCorpus prepare(Path text, Path directory) {
    refuseOtherFormats(text);
    PartedText parted = PartedText.of(text, mostBytes);
    if (parted.parts().size() < 2) {
      return serial.prepare(text, directory);
    }
    SymbolCounts counts = readers.count(text, parted.parts(), files.unit());
    if (!counts.isText() || counts.total() <= files.sequenceLength()) {
      return serial.prepare(text, directory);
    }
    List<String> symbols = symbols(counts.counts());
    if (symbols.size() < 2) {
      return serial.prepare(text, directory);
    }
    PartEncoder encoder = new PartEncoder(files.unit(), symbols);
    AtomicFile.write(files.tokens(directory), channel -> write(text, parted, encoder, channel));
    files.writeRest(
        directory, encoder.tokenizer(), files.unit() == TokenUnit.WORD ? counts.characters() : 0);
    return open(directory, parted.sha256(), parted.bytes());
  }

  @Override
  public PreparedFiles files() {
    return files;
  }

  private List<String> symbols(Map<String, Long> counts) {
    if (files.unit() == TokenUnit.CHAR) {
      return counts.keySet().stream()
          .sorted(Comparator.comparingInt(symbol -> symbol.codePointAt(0)))
          .toList();
    }
    WordIds ids = new WordIds();
    counts.forEach(ids::count);
    return ids.ranked(minimumCount, vocabularySize).words();
  }

  private void write(Path text, PartedText parted, PartEncoder encoder, FileChannel channel)
      throws IOException {
    TokenWriter writer = new TokenWriter(channel, NpyType.smallestFor(encoder.symbols().size()));
    try {
      readers.encode(
          text,
          parted.parts(),
          encoder,
          ids -> {
            try {
              writer.append(ids, ids.length);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    writer.finish(writer.written());
  }

  /** Refuses what is plainly no text, in the words of every preparation. */
  private static void refuseOtherFormats(Path text) {
    try (Utf8Text start = Utf8Text.open(text, TextForm.PLAIN)) {
      int unused = start.read();
    }
  }
}
