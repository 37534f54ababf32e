package io.github.rnnlab.corpus;

import java.util.Comparator;
import java.util.List;

/** Finds what someone may have meant who misspelt a name. */
final class NearestNames {
  private NearestNames() {}

  /** Returns up to {@code most} candidates, nearest first by edit distance, then by name. */
  static List<String> of(String name, List<String> candidates, int most) {
    return candidates.stream()
        .map(candidate -> new Scored(candidate, distance(name, candidate)))
        .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
        .limit(most)
        .map(Scored::name)
        .toList();
  }

  private record Scored(String name, int distance) {}

  /** Levenshtein's distance: the least number of insertions, deletions and replacements. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[b.length()];
  }
}
