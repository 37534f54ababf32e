package io.github.rnnlab.prepare;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.corpus.WordVocabulary;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.text.TextForm;
import io.github.rnnlab.text.Utf8Text;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.TokenWriter;
import io.github.rnnlab.word.WordIds;
import io.github.rnnlab.word.WordSplitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns a text into the ids of its words, with one pass over the text and one over the ids. The
 * memory grows with the number of distinct words. The vocabulary is {@code <name>_words.json}.
 *
 * @param name the name of the files, without a directory
 * @param sequenceLength L, inputs per window; at least 1
 * @param stride S, words from one window to the next; at least 1
 * @param writeWindows whether to also write {@code <name>_word_windows.npy} of shape (N, L + 1)
 * @param minimumCount the least number of times that a word of the vocabulary occurs; at least 1
 * @param vocabularySize the most words of the vocabulary, with the one that stands for all others;
 *     at least 2
 * @param form how the bytes of the file become characters
 */
public record WordPreparation(
    String name,
    int sequenceLength,
    int stride,
    boolean writeWindows,
    int minimumCount,
    int vocabularySize,
    TextForm form)
    implements TextPreparation {
  /**
   * Checks the lengths.
   *
   * @throws InvalidInputException if one is too small
   */
  public WordPreparation {
    var unused = new PreparedFiles(TokenUnit.WORD, name, sequenceLength, stride, writeWindows);
    PreparedFiles.requirePositive("prepare.minimumCount", minimumCount);
    PreparedFiles.requirePositive("prepare.vocabularySize", vocabularySize - 1);
  }

  /** Prepares a text in UTF-8 as it is. */
  public WordPreparation(
      String name,
      int sequenceLength,
      int stride,
      boolean writeWindows,
      int minimumCount,
      int vocabularySize) {
    this(name, sequenceLength, stride, writeWindows, minimumCount, vocabularySize, TextForm.PLAIN);
  }

  private PreparedFiles files() {
    return new PreparedFiles(TokenUnit.WORD, name, sequenceLength, stride, writeWindows);
  }

  @Override
  public PreparedCorpus prepare(Path text, Path directory) {
    try (Utf8Text reader = Utf8Text.open(text, form)) {
      Tokens tokens = new Tokens();
      AtomicFile.write(files().tokens(directory), channel -> tokens.write(reader, channel, text));
      files()
          .writeRest(
              directory, WordVocabulary.of(tokens.words, text.toString()), tokens.characters);
      return open(directory, reader.sha256(), reader.bytes());
    }
  }

  @Override
  public PreparedCorpus open(Path directory, String sha256, long bytes) {
    return files().open(directory, sha256, bytes);
  }

  /** Writes the ids of a text, and counts its words and characters on the way. */
  private final class Tokens {
    private final WordIds ids = new WordIds();
    private final int[] buffer = new int[1 << 14];
    private int buffered;
    private long characters;
    private List<String> words = List.of();

    void write(Utf8Text reader, FileChannel channel, Path text) throws IOException {
      TokenWriter writer = new TokenWriter(channel, NpyType.UINT8);
      try {
        WordSplitter splitter = new WordSplitter(word -> add(word, writer));
        for (int count = reader.read(); count > 0; count = reader.read()) {
          characters += count;
          splitter.read(reader.codePoints(), count);
        }
        splitter.end();
        flush(writer);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      files().requireOneWindow(writer.written(), text);
      WordIds.Ranked ranked = ids.ranked(minimumCount, vocabularySize);
      words = ranked.words();
      requireTwo(text);
      writer.renumber(ranked.newIds(), words.size());
      writer.finish(writer.written());
    }

    private void add(String word, TokenWriter writer) {
      if (buffered == buffer.length) {
        flush(writer);
      }
      buffer[buffered++] = ids.count(word);
    }

    private void flush(TokenWriter writer) {
      try {
        writer.reserve(ids.size());
        writer.append(buffer, buffered);
        buffered = 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void requireTwo(Path text) {
      if (words.size() < 2 && ids.size() > 1) {
        throw new InvalidInputException(
            "prepare.minimumCount",
            minimumCount + ", which no word of " + text + " reaches",
            "a count that some words reach",
            "Lower prepare.minimumCount, or use a longer text.");
      }
      Vocabulary.requireTwo(words.size(), TokenUnit.WORD, text.toString());
    }
  }
}
