package io.github.rnnlab.corpus;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * Turns a text into the ids of its tokens, which a model reads and predicts, and back. Losses are
 * nats per token.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public sealed interface Tokenizer permits Vocabulary, ByteVocabulary, WordVocabulary {
  /**
   * Turns ids into text one by one, as a model writes them. Not safe for use by several threads.
   */
  interface Decoder {
    /**
     * Returns the text that a token adds after the tokens before it. It is empty while a character
     * is incomplete.
     *
     * @param id in [0, size)
     */
    String read(int id);

    /** Returns what is still to come after the last token: the sign for an incomplete character. */
    String end();
  }

  /**
   * Reads the list of tokens in a file.
   *
   * @param list in the order of their ids, as {@link #symbols} returns them
   * @param where the place of the list in messages
   * @throws InvalidInputException if the list is not one of this unit, naming the first that is
   *     wrong
   */
  static Tokenizer of(TokenUnit unit, JsonNode list, String where) {
    return switch (unit) {
      case CHAR -> Vocabulary.of(VocabularyFile.strings(list, unit, where), where);
      case BYTE -> ByteVocabulary.of(list, where);
      case WORD -> WordVocabulary.of(VocabularyFile.strings(list, unit, where), where);
    };
  }

  /** Returns what the tokens are. */
  TokenUnit unit();

  /** Returns the number of tokens: the V of a model. */
  int size();

  /** Returns the text of a token in [0, size), or the number of a byte that alone is no text. */
  String symbol(int id);

  /** Returns all tokens in the order of their ids: strings, or numbers for bytes. Unmodifiable. */
  List<?> symbols();

  /** Returns the SHA-256 of the JSON list of all tokens in the order of their ids. */
  default String sha256() {
    return Sha256.of(Json.canonical(symbols()));
  }

  /** Returns whether a text is one of the tokens. */
  boolean contains(String symbol);

  /** Returns the id that stands for all words outside the vocabulary; empty if there is none. */
  default OptionalInt unknown() {
    return OptionalInt.empty();
  }

  /**
   * Returns the ids of a text's tokens.
   *
   * @param where the JSON path or flag that holds the text, such as {@code generation.prompt}
   * @throws InvalidInputException naming the first part that is no token
   */
  int[] encode(String text, String where);

  /** Returns a decoder that has read nothing. */
  Decoder decoder();

  /** Returns the encoding of what {@link #byteDecoder} returns. */
  default Charset charset() {
    return StandardCharsets.UTF_8;
  }

  /**
   * Returns a decoder that has read nothing, and whose text, in the encoding of {@link #charset},
   * is that of the corpus byte for byte.
   */
  default Decoder byteDecoder() {
    return decoder();
  }
}
