package io.github.rnnlab.setting;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values from the command line that replace those of a config.
 *
 * @param corpus the absolute path of a text that replaces the corpus, from {@code -Drnn.corpus}
 * @param values texts by dotted key, such as {@code training.epochs}, from {@code -Drnn.set.KEY}; a
 *     text is parsed as JSON if it is valid JSON, unless the key's value is a string
 */
public record Overrides(@Nullable Path corpus, Map<String, String> values) {
  /** No overrides. */
  public static final Overrides NONE = new Overrides(null, Map.of());

  /**
   * Copies the values and sorts them by key, so that the first of several mistakes is always the
   * same.
   */
  public Overrides {
    if (corpus != null && !corpus.isAbsolute()) {
      throw new IllegalArgumentException("the corpus must be an absolute path: " + corpus);
    }
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Returns whether a key, or any key inside a section, is overridden. */
  public boolean touches(String key) {
    return values.keySet().stream()
        .anyMatch(name -> name.equals(key) || name.startsWith(key + "."));
  }

  /** Returns the flag that sets a key. */
  public static String flag(String key) {
    return "-Drnn.set." + key;
  }
}
