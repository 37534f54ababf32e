package io.github.rnnlab.prepare;

import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.word.WordSplitter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * How often each symbol occurs in parts of a text.
 *
 * @param counts by symbol; mutable, and owned by these counts
 * @param characters the number of code points
 * @param isText whether all parts are UTF-8; if not, the other components say nothing
 */
public record SymbolCounts(TreeMap<String, Long> counts, long characters, boolean isText)
    implements Serializable {
  /**
   * Counts the symbols of a part.
   *
   * @param unit characters or words
   * @throws IOException if the part cannot be read
   */
  public static SymbolCounts of(Path text, PartedText.Part part, TokenUnit unit)
      throws IOException {
    TreeMap<String, Long> counts = new TreeMap<>();
    String content;
    try {
      content = part.read(text);
    } catch (CharacterCodingException e) {
      return new SymbolCounts(counts, 0, false);
    }
    int[] codePoints = content.codePoints().toArray();
    if (unit == TokenUnit.WORD) {
      WordSplitter splitter = new WordSplitter(word -> counts.merge(word, 1L, Long::sum));
      splitter.read(codePoints, codePoints.length);
      splitter.end();
    } else {
      long[] byCodePoint = new long[Character.MAX_CODE_POINT + 1];
      for (int codePoint : codePoints) {
        byCodePoint[codePoint]++;
      }
      for (int c = 0; c < byCodePoint.length; c++) {
        if (byCodePoint[c] > 0) {
          counts.put(Character.toString(c), byCodePoint[c]);
        }
      }
    }
    return new SymbolCounts(counts, codePoints.length, true);
  }

  /** Returns the sum of these counts, which give their map away, and others. */
  public SymbolCounts plus(SymbolCounts other) {
    other.counts.forEach((symbol, count) -> counts.merge(symbol, count, Long::sum));
    return new SymbolCounts(counts, characters + other.characters, isText && other.isText);
  }

  /** Returns the number of all symbols. */
  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
