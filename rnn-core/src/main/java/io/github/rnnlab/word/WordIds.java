package io.github.rnnlab.word;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Assigns ids to words in the order of their first appearance and counts them, until all words are
 * known and can be ranked. Not safe for use by several threads.
 */
public final class WordIds {
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private long[] counts = new long[1 << 10];

  /**
   * The words that were kept.
   *
   * @param words by descending count and, of equal counts, in the order of their UTF-16 units; the
   *     first stands for all others, {@link Spacing#UNKNOWN}, if there are others
   * @param newIds the rank of each word by its former id; 0 for those that were left out
   */
  public record Ranked(List<String> words, int[] newIds) {}

  /** Counts a word and returns its id. */
  public int count(String word) {
    return count(word, 1);
  }

  /** Counts a word several times and returns its id. */
  public int count(String word, long times) {
    Integer known = ids.get(word);
    int id = known == null ? ids.size() : known;
    if (known == null) {
      ids.put(word, id);
      if (id == counts.length) {
        counts = Arrays.copyOf(counts, 2 * id);
      }
    }
    counts[id] += times;
    return id;
  }

  /** Returns the number of distinct words so far. */
  public int size() {
    return ids.size();
  }

  /**
   * Ranks the words by frequency.
   *
   * @param minimumCount the least count of a word that is kept
   * @param most the most words that are kept, with the one for all others
   */
  public Ranked ranked(int minimumCount, int most) {
    List<String> words = new ArrayList<>(ids.keySet());
    List<Integer> order =
        IntStream.range(0, words.size())
            .boxed()
            .sorted(Comparator.<Integer>comparingLong(id -> -counts[id]).thenComparing(words::get))
            .toList();
    int frequent = (int) order.stream().takeWhile(id -> counts[id] >= minimumCount).count();
    boolean all = frequent == words.size() && frequent <= most;
    List<String> kept = new ArrayList<>();
    if (!all) {
      kept.add(Spacing.UNKNOWN);
    }
    int[] newIds = new int[words.size()];
    for (int id : order.subList(0, Math.min(frequent, all ? most : most - 1))) {
      newIds[id] = kept.size();
      kept.add(words.get(id));
    }
    return new Ranked(List.copyOf(kept), newIds);
  }
}
