package io.github.rnnlab.prepare;

import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.corpus.WordVocabulary;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes parts of a text by a vocabulary. Immutable, so threads may share it.
 *
 * @param unit characters or words
 * @param symbols in the order of their ids
 */
public record PartEncoder(TokenUnit unit, List<String> symbols) implements Serializable {
  /** Copies the symbols. */
  public PartEncoder {
    symbols = new ArrayList<>(symbols);
  }

  /** Returns the vocabulary. */
  public Tokenizer tokenizer() {
    return unit == TokenUnit.WORD
        ? WordVocabulary.of(symbols, "the words of the text")
        : Vocabulary.of(symbols, "the characters of the text");
  }

  /**
   * Encodes parts of a text, each of which has no other symbols.
   *
   * @return the ids of each part
   * @throws IOException if a part cannot be read
   */
  public List<int[]> encode(Path text, List<PartedText.Part> parts) throws IOException {
    Tokenizer tokenizer = tokenizer();
    List<int[]> ids = new ArrayList<>();
    for (PartedText.Part part : parts) {
      ids.add(tokenizer.encode(part.read(text), text.toString()));
    }
    return ids;
  }
}
