package io.github.rnnlab.corpus;

import java.util.ArrayList;
import java.util.List;

/** Characters that a model learns like any other, although a text hardly means to have them. */
public final class Oddities {
  private Oddities() {}

  /**
   * Returns a sentence for each kind of such characters among the tokens of a text; none for bytes,
   * which need be no text.
   */
  public static List<String> of(Tokenizer vocabulary) {
    List<String> found = new ArrayList<>();
    if (vocabulary.unit() == TokenUnit.BYTE) {
      return found;
    }
    if (vocabulary.contains("\r")) {
      found.add(
          "The text has carriage returns (U+000D), as files of Windows do; the model learns them."
              + " corpus.lineEnds \"lf\" makes line feeds of them.");
    }
    if (vocabulary.contains("\uFEFF")) {
      found.add(
          "The text has a byte order mark (U+FEFF); the model learns it as a character. If it is"
              + " the first one, corpus.encoding \"utf-8-sig\" drops it, or \"utf-16\" in a text in"
              + " UTF-16.");
    }
    if (vocabulary.contains("\0")) {
      found.add(
          "The text has the character U+0000, which plain texts do not have; the model learns it."
              + " The file may be damaged, or none of text.");
    }
    if (vocabulary.contains("\uFFFD")) {
      found.add(
          "The text has the character U+FFFD, which stands for others that a conversion lost."
              + " Convert the original again.");
    }
    if (hasC1Controls(vocabulary)) {
      found.add(
          "The text has control characters from U+0080 to U+009F: it was converted from"
              + " Windows-1252 as if that were Latin-1. Convert the original again, with: iconv -f"
              + " WINDOWS-1252 -t UTF-8.");
    }
    return found;
  }

  private static boolean hasC1Controls(Tokenizer vocabulary) {
    for (char c = '\u0080'; c <= '\u009f'; c++) {
      if (vocabulary.contains(String.valueOf(c))) {
        return true;
      }
    }
    return false;
  }
}
