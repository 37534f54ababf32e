package io.github.rnnlab.prepare;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.ByteVocabulary;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.corpus.WordVocabulary;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.text.ByteFile;
import io.github.rnnlab.text.TextForm;
import io.github.rnnlab.text.Utf8Text;
import io.github.rnnlab.token.NpyType;
import io.github.rnnlab.token.TokenWriter;
import io.github.rnnlab.word.WordSplitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Turns a text into the ids of its tokens in a vocabulary that is known beforehand, such as that of
 * a model to go on training, with one pass over the text, in bounded memory. It writes the same
 * files as the preparation of the unit.
 *
 * @param files those that it leaves, of the tokens of the vocabulary
 * @param form how the bytes of the file become characters; of no effect on bytes
 * @param vocabulary all tokens that the text may have
 * @param origin where the vocabulary comes from, for messages
 */
public record KnownVocabulary(
    PreparedFiles files, TextForm form, Tokenizer vocabulary, String origin)
    implements TextPreparation {
  /** Checks the unit of the files. */
  public KnownVocabulary {
    files.requireUnit(vocabulary.unit());
  }

  /**
   * Prepares a text.
   *
   * @throws InvalidInputException as {@link TextPreparation#prepare} does, and at the first token
   *     that the vocabulary lacks
   */
  @Override
  public PreparedCorpus prepare(Path text, Path directory) {
    Encoder encoder = new Encoder(text);
    AtomicFile.write(files.tokens(directory), encoder::write);
    files.writeRest(
        directory,
        vocabulary,
        vocabulary.unit() == TokenUnit.CHAR ? 0 : Math.max(1, encoder.characters));
    return open(directory, encoder.sha256, encoder.bytes);
  }

  /** Encodes one text. */
  private final class Encoder {
    private final Path text;
    private long characters;
    private long bytes;
    private String sha256 = "";

    Encoder(Path text) {
      this.text = text;
    }

    void write(FileChannel channel) throws IOException {
      TokenWriter writer = new TokenWriter(channel, NpyType.smallestFor(vocabulary.size()));
      TokenBuffer ids = new TokenBuffer(writer);
      try {
        if (vocabulary instanceof ByteVocabulary known) {
          encode(known, ids);
        } else if (vocabulary instanceof WordVocabulary known) {
          encode(known, ids);
        } else {
          encode((Vocabulary) vocabulary, ids);
        }
        ids.flush();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      files.requireOneWindow(writer.written(), text);
      writer.finish(writer.written());
    }

    private void encode(Vocabulary known, TokenBuffer ids) {
      int[] idOf = new int[Character.MAX_CODE_POINT + 1];
      Arrays.fill(idOf, -1);
      for (int id = 0; id < known.size(); id++) {
        idOf[known.symbol(id).codePointAt(0)] = id;
      }
      try (Utf8Text reader = Utf8Text.open(text, form)) {
        for (int count = reader.read(); count > 0; count = reader.read()) {
          for (int i = 0; i < count; i++) {
            int codePoint = reader.codePoints()[i];
            if (idOf[codePoint] < 0) {
              throw lacking(Vocabulary.describe(codePoint), characters + i + 1);
            }
            ids.add(idOf[codePoint]);
          }
          characters += count;
        }
        end(reader.sha256(), reader.bytes());
      }
    }

    private void encode(ByteVocabulary known, TokenBuffer ids) {
      int[] idOf = known.ids();
      try (ByteFile reader = ByteFile.open(text)) {
        long before = 0;
        for (int count = reader.read(); count > 0; count = reader.read()) {
          for (int i = 0; i < count; i++) {
            int value = reader.chunk()[i] & 0xFF;
            if (idOf[value] < 0) {
              throw lacking(ByteVocabulary.describe(reader.chunk()[i]), before + i + 1);
            }
            ids.add(idOf[value]);
          }
          before += count;
        }
        characters = reader.characters();
        end(reader.sha256(), reader.bytes());
      }
    }

    private void encode(WordVocabulary known, TokenBuffer ids) {
      WordSplitter splitter =
          new WordSplitter(
              word -> {
                int id = known.id(word);
                if (id < 0) {
                  throw lacking("\"" + word + "\"", ids.added() + 1);
                }
                ids.add(id);
              });
      try (Utf8Text reader = Utf8Text.open(text, form)) {
        for (int count = reader.read(); count > 0; count = reader.read()) {
          characters += count;
          splitter.read(reader.codePoints(), count);
        }
        splitter.end();
        end(reader.sha256(), reader.bytes());
      }
    }

    private void end(String hash, long size) {
      sha256 = hash;
      bytes = size;
    }

    private InvalidInputException lacking(String token, long number) {
      TokenUnit unit = vocabulary.unit();
      return new InvalidInputException(
          text.toString(),
          token + " as " + unit.one() + " " + number,
          "the " + vocabulary.size() + " " + unit.inWords() + " of " + origin,
          "Replace it in the text, or train from random weights on a vocabulary of its own.");
    }
  }
}
