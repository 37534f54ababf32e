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
 * @param files those that it leaves, of words
 * @param minimumCount the least number of times that a word of the vocabulary occurs; at least 1
 * @param vocabularySize the most words of the vocabulary, with the one that stands for all others;
 *     at least 2
 * @param form how the bytes of the file become characters
 */
public record WordPreparation(
    PreparedFiles files, int minimumCount, int vocabularySize, TextForm form)
    implements TextPreparation {
  /**
   * Checks the unit of the files, and the numbers.
   *
   * @throws InvalidInputException if a number is too small
   */
  public WordPreparation {
    files.requireUnit(TokenUnit.WORD);
    PreparedFiles.requirePositive("prepare.minimumCount", minimumCount);
    PreparedFiles.requirePositive("prepare.vocabularySize", vocabularySize - 1);
  }

  @Override
  public PreparedCorpus prepare(Path text, Path directory) {
    try (Utf8Text reader = Utf8Text.open(text, form)) {
      Tokens tokens = new Tokens();
      AtomicFile.write(files.tokens(directory), channel -> tokens.write(reader, channel, text));
      files.writeRest(
          directory, WordVocabulary.of(tokens.words, text.toString()), tokens.characters);
      return open(directory, reader.sha256(), reader.bytes());
    }
  }

  /** Writes the ids of a text, and counts its words and characters on the way. */
  private final class Tokens {
    private final WordIds ids = new WordIds();
    private long characters;
    private List<String> words = List.of();

    void write(Utf8Text reader, FileChannel channel, Path text) throws IOException {
      TokenWriter writer = new TokenWriter(channel, NpyType.UINT8);
      TokenBuffer buffer = new TokenBuffer(writer);
      try {
        WordSplitter splitter = new WordSplitter(word -> buffer.add(ids.count(word)));
        for (int count = reader.read(); count > 0; count = reader.read()) {
          characters += count;
          splitter.read(reader.codePoints(), count);
        }
        splitter.end();
        buffer.flush();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      files.requireOneWindow(writer.written(), text);
      WordIds.Ranked ranked = ids.ranked(minimumCount, vocabularySize);
      words = ranked.words();
      requireTwo(text);
      writer.renumber(ranked.newIds(), words.size());
      writer.finish(writer.written());
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
