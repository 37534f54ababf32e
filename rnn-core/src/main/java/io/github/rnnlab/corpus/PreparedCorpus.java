package io.github.rnnlab.corpus;

import io.github.rnnlab.token.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * A prepared corpus.
 *
 * @param name the name of the files: {@code <name>_chars.json}
 * @param vocabulary the distinct tokens
 * @param tokens the ids of all tokens in order; the rows of a windows file
 * @param sha256 of the bytes that were read: of the text or of the .npy windows file
 * @param bytes the number of these bytes
 * @param characters the number of characters, each a Unicode code point; those of a windows file
 *     are its ids
 * @param vocabularySha256 of the tokens; null where the hash of the text, or that of the initial
 *     weights, covers them
 */
public record PreparedCorpus(
    String name,
    Tokenizer vocabulary,
    TokenStore tokens,
    String sha256,
    long bytes,
    long characters,
    @Nullable String vocabularySha256) {
  /** Returns a copy with the hash of the vocabulary. */
  public PreparedCorpus withVocabularySha256(String hash) {
    return new PreparedCorpus(name, vocabulary, tokens, sha256, bytes, characters, hash);
  }

  /** Returns the mean number of tokens per character; 1 for a text of characters. */
  public double tokensPerCharacter() {
    return (double) tokens.size() / characters;
  }
}
