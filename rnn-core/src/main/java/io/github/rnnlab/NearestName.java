package io.github.rnnlab;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelled name was meant to be. */
public final class NearestName {
  /** The longest name to compare. */
  private static final int LONGEST = 200;

  private NearestName() {}

  /**
   * Returns the candidate with the fewest edits from a name, the first of equals, unless half of
   * its letters would change. The last part of a dotted candidate also counts as its name.
   */
  public static Optional<String> to(String name, Collection<String> candidates) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    String nearest = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      if (candidate.length() > LONGEST) {
        continue;
      }
      int whole = edits(name, candidate);
      String last = lastPart(candidate);
      int part = last.equals(candidate) ? whole : edits(lastPart(name), last);
      int longest = Math.max(lastPart(name).length(), last.length());
      // Between equal parts, the candidate in the nearer section wins.
      int distance = 100 * Math.min(whole, part) + Math.min(99, whole);
      if (Math.min(whole, part) <= longest / 2 && distance < fewest) {
        fewest = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Returns Levenshtein's distance, ignoring case; that of long names is the largest number. */
  public static int edits(String from, String to) {
    if (from.length() > LONGEST || to.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }

  private static String lastPart(String dotted) {
    return dotted.substring(dotted.lastIndexOf('.') + 1);
  }
}
