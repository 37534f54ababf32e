package io.github.rnnlab.corpus;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.word.Spacing;
import io.github.rnnlab.word.WordSplitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tokens that are words, numbers and signs, with the spaces between them left to {@link Spacing}:
 * the most frequent of a corpus first. {@link Spacing#UNKNOWN} stands for all words that it lacks.
 * Immutable.
 */
public final class WordVocabulary implements Tokenizer {
  private final List<String> words;
  private final Map<String, Integer> ids;

  private WordVocabulary(List<String> words, Map<String, Integer> ids) {
    this.words = words;
    this.ids = ids;
  }

  /**
   * Returns the vocabulary of a list of words.
   *
   * @param words at least two words, no two equal
   * @param where the place of the list in messages
   * @throws InvalidInputException if they are anything else
   */
  public static WordVocabulary of(List<String> words, String where) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String word : words) {
      String expected =
          !WordSplitter.isWord(word)
              ? "a word, a number or a single sign"
              : ids.containsKey(word) ? "another word than [" + ids.get(word) + "]" : "";
      if (!expected.isEmpty()) {
        throw new InvalidInputException(
            where + "[" + ids.size() + "]", shown(word), expected, "Prepare the corpus again.");
      }
      ids.put(word, ids.size());
    }
    Vocabulary.requireTwo(ids.size(), TokenUnit.WORD, where);
    return new WordVocabulary(List.copyOf(words), ids);
  }

  @Override
  public TokenUnit unit() {
    return TokenUnit.WORD;
  }

  @Override
  public int size() {
    return words.size();
  }

  @Override
  public String symbol(int id) {
    return words.get(id);
  }

  @Override
  public List<String> symbols() {
    return words;
  }

  @Override
  public boolean contains(String symbol) {
    return ids.containsKey(symbol);
  }

  /** Returns the id of a word, or that of all unknown words, or -1 if it has neither. */
  public int id(String word) {
    return ids.getOrDefault(word, unknown().orElse(-1));
  }

  @Override
  public OptionalInt unknown() {
    Integer id = ids.get(Spacing.UNKNOWN);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Reads words that it lacks as {@link #unknown}, and refuses them if there is no such token. */
  @Override
  public int[] encode(String text, String where) {
    List<String> found = new ArrayList<>();
    WordSplitter splitter = new WordSplitter(found::add);
    int[] codePoints = text.codePoints().toArray();
    splitter.read(codePoints, codePoints.length);
    splitter.end();
    int[] encoded = new int[found.size()];
    for (int i = 0; i < encoded.length; i++) {
      Integer id = ids.get(found.get(i));
      if (id == null && unknown().isEmpty()) {
        throw new InvalidInputException(
            where,
            shown(found.get(i)) + " as word " + (i + 1) + " of " + encoded.length,
            "words of the corpus, which has " + size(),
            "Leave that word out, or set prepare.minimumCount above 1 so that a model learns what"
                + " to do after unknown words.");
      }
      encoded[i] = id == null ? unknown().getAsInt() : id;
    }
    return encoded;
  }

  @Override
  public Decoder decoder() {
    Spacing spacing = new Spacing();
    return new Decoder() {
      @Override
      public String read(int id) {
        String word = words.get(id);
        String space = spacing.isBefore(word) ? " " : "";
        spacing.read(word);
        return word.equals(Spacing.JOIN) ? "" : space + word;
      }

      @Override
      public String end() {
        return "";
      }
    };
  }

  private static String shown(String word) {
    return word.codePointCount(0, word.length()) == 1
        ? Vocabulary.describe(word.codePointAt(0))
        : "\"" + word.substring(0, Math.min(word.length(), WordSplitter.MOST_CODE_POINTS)) + "\"";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordVocabulary that && words.equals(that.words);
  }

  @Override
  public int hashCode() {
    return words.hashCode();
  }

  @Override
  public String toString() {
    return "Vocabulary of " + words.size() + " words";
  }
}
