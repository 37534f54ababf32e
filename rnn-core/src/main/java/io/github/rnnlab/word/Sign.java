package io.github.rnnlab.word;

import java.util.Arrays;

/**
 * What a code point is to the rule of words. The table is this package's own, because those of JDKs
 * differ with the version of Unicode.
 */
enum Sign {
  /** The space. */
  SPACE,
  /** A letter, a mark, or a digit that is not ASCII. */
  LETTER,
  /** An ASCII digit. */
  DIGIT,
  /** Punctuation with no space before it and one after it. */
  CLOSING,
  /** Punctuation with a space before it and none after it. */
  OPENING,
  /** Anything with no space on either side: other signs, line ends, scripts without spaces. */
  SINGLE;

  private static final int ASCII = 128;

  /** The first code points of the ranges from U+0080 on. */
  private static final int[] FIRST;

  /** What the code points of each range are. */
  private static final Sign[] SIGNS;

  private static final Sign[] OF_ASCII = new Sign[ASCII];

  static {
    String[] ranges =
        """
        80 S, A1 O, A2 C, A3 O, A6 S, AA L, AB O, AC S, B2 L, B4 S, B5 L, B6 S, B9 L, BB C, BC S,
        BF O, C0 L, D7 S, D8 L, F7 S, F8 L, 37E C, 37F L, 387 C, 388 L, 589 C, 58A S, 58B L, 5BE S,
        5BF L, 5C0 S, 5C1 L, 5C3 C, 5C4 L, 60C C, 60D L, 61B C, 61C L, 61F C, 620 L, 66A C, 66B L,
        6D4 C, 6D5 L, 964 C, 966 L, E00 S, F00 L, F0B S, F15 L, 1000 S, 10A0 L, 1361 C, 1369 L,
        1780 S, 1800 L, 2000 S, 200C L, 200E S, 2018 O, 2019 C, 201A O, 201D C, 201E O, 2020 S,
        2026 C, 2027 S, 2030 C, 2032 S, 2039 O, 203A C, 203B S, 203C C, 203E S, 2047 C, 204A S,
        2070 L, 20A0 O, 20D0 L, 2190 S, 2C00 L, 2E00 S, A000 L, E000 S, FB00 L, FE00 S, FE20 L,
        FE30 S, FE70 L, FEFF S, 10000 L, 1D000 S, 1D400 L, 1F000 S"""
            .split(",\\s+", -1);
    FIRST = Arrays.stream(ranges).mapToInt(r -> Integer.parseInt(r.split(" ", 2)[0], 16)).toArray();
    SIGNS = Arrays.stream(ranges).map(r -> ofLetter(r.charAt(r.length() - 1))).toArray(Sign[]::new);
    for (int c = 0; c < ASCII; c++) {
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      OF_ASCII[c] = letter ? LETTER : c >= '0' && c <= '9' ? DIGIT : SINGLE;
    }
    ".,;:!?)]}%".chars().forEach(c -> OF_ASCII[c] = CLOSING);
    "([{#@$".chars().forEach(c -> OF_ASCII[c] = OPENING);
    OF_ASCII[' '] = SPACE;
  }

  private static Sign ofLetter(char letter) {
    return switch (letter) {
      case 'L' -> LETTER;
      case 'C' -> CLOSING;
      case 'O' -> OPENING;
      default -> SINGLE;
    };
  }

  /** Returns what a code point is. */
  static Sign of(int codePoint) {
    if (codePoint < ASCII) {
      return OF_ASCII[codePoint];
    }
    int at = Arrays.binarySearch(FIRST, codePoint);
    return SIGNS[at >= 0 ? at : -at - 2];
  }

  /** Returns whether a code point is part of a word. */
  static boolean isOfWord(int codePoint) {
    Sign sign = of(codePoint);
    return sign == LETTER || sign == DIGIT;
  }

  /** Returns whether a code point is an apostrophe, which may stand within a word. */
  static boolean isApostrophe(int codePoint) {
    return codePoint == '\'' || codePoint == 0x2019;
  }
}
