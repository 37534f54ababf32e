package io.github.rnnlab.corpus;

import io.github.rnnlab.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Tokens that are characters: the distinct ones of a corpus in the order of their code points, as
 * Python's {@code sorted(set(text))}; a character's id is its rank, from 0. Immutable.
 */
public final class Vocabulary implements Tokenizer {
  private static final int MOST_SYMBOLS_IN_A_MESSAGE = 128;

  private final List<String> symbols;
  private final int[] codePoints;

  private Vocabulary(List<String> symbols, int[] codePoints) {
    this.symbols = symbols;
    this.codePoints = codePoints;
  }

  /**
   * Returns the vocabulary of a list of characters.
   *
   * @param symbols at least two strings of one code point each, strictly ascending by code point
   * @throws InvalidInputException if they are anything else
   */
  public static Vocabulary of(List<String> symbols) {
    return of(symbols, "vocabulary");
  }

  /** Like {@link #of(List)}, with {@code where} as the place in messages. */
  public static Vocabulary of(List<String> symbols, String where) {
    int[] codePoints = new int[symbols.size()];
    for (int id = 0; id < codePoints.length; id++) {
      codePoints[id] = onlyCodePoint(symbols.get(id), where + "[" + id + "]");
      if (id > 0 && codePoints[id] <= codePoints[id - 1]) {
        throw new InvalidInputException(
            where + "[" + id + "]",
            describe(codePoints[id]) + " after " + describe(codePoints[id - 1]),
            "distinct characters in ascending order of code points, as sorted(set(text)) gives"
                + " them",
            "Prepare the corpus again.");
      }
    }
    requireTwo(codePoints.length, TokenUnit.CHAR, where);
    return new Vocabulary(List.copyOf(symbols), codePoints);
  }

  /** Returns the vocabulary of at least two ascending code points. Takes ownership of the array. */
  public static Vocabulary ofSorted(int[] codePoints) {
    return new Vocabulary(
        Arrays.stream(codePoints).mapToObj(Character::toString).toList(), codePoints);
  }

  /** Refuses a vocabulary of one token, which leaves nothing to predict. */
  public static void requireTwo(int size, TokenUnit unit, String where) {
    if (size < 2) {
      throw new InvalidInputException(
          where,
          size + " distinct " + unit.inWords(),
          "at least 2: with fewer there is nothing to predict",
          "Use a corpus with more than one " + unit.one() + ".");
    }
  }

  @Override
  public TokenUnit unit() {
    return TokenUnit.CHAR;
  }

  @Override
  public int size() {
    return codePoints.length;
  }

  @Override
  public String symbol(int id) {
    return symbols.get(id);
  }

  @Override
  public List<String> symbols() {
    return symbols;
  }

  @Override
  public boolean contains(String symbol) {
    return symbol.codePointCount(0, symbol.length()) == 1
        && Arrays.binarySearch(codePoints, symbol.codePointAt(0)) >= 0;
  }

  /** One id per code point. */
  @Override
  public int[] encode(String text, String where) {
    int[] ids = text.codePoints().toArray();
    for (int i = 0; i < ids.length; i++) {
      int id = Arrays.binarySearch(codePoints, ids[i]);
      if (id < 0) {
        throw new InvalidInputException(
            where,
            describe(ids[i]) + " as character " + (i + 1) + " of " + ids.length,
            "characters of the corpus, which has " + listed(),
            "Leave that character out, or train on a corpus that has it.");
      }
      ids[i] = id;
    }
    return ids;
  }

  @Override
  public Decoder decoder() {
    return new Decoder() {
      @Override
      public String read(int id) {
        return symbols.get(id);
      }

      @Override
      public String end() {
        return "";
      }
    };
  }

  /** Returns a character as {@code 'é' (U+00E9)}, or only its number if it has no glyph. */
  public static String describe(int codePoint) {
    String number = String.format(Locale.ROOT, "U+%04X", codePoint);
    return hasGlyph(codePoint)
        ? "'" + Character.toString(codePoint) + "' (" + number + ")"
        : number;
  }

  private static boolean hasGlyph(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK ->
          false;
      default -> true;
    };
  }

  private static int onlyCodePoint(String symbol, String where) {
    if (symbol.isEmpty()
        || symbol.codePointCount(0, symbol.length()) != 1
        || Character.getType(symbol.codePointAt(0)) == Character.SURROGATE) {
      throw new InvalidInputException(
          where,
          symbol
              .codePoints()
              .limit(MOST_SYMBOLS_IN_A_MESSAGE)
              .mapToObj(Vocabulary::describe)
              .toList()
              .toString(),
          "a string of exactly one Unicode character",
          "Prepare the corpus again.");
    }
    return symbol.codePointAt(0);
  }

  private String listed() {
    if (codePoints.length > MOST_SYMBOLS_IN_A_MESSAGE) {
      return codePoints.length + " characters";
    }
    return Arrays.stream(codePoints)
        .mapToObj(c -> hasGlyph(c) ? Character.toString(c) : describe(c))
        .collect(Collectors.joining(" "));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && Arrays.equals(codePoints, that.codePoints);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(codePoints);
  }

  @Override
  public String toString() {
    return "Vocabulary of " + codePoints.length + " characters";
  }
}
