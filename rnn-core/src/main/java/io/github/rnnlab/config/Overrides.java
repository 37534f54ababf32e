package io.github.rnnlab.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the command line changes in a config.
 *
 * @param corpus the absolute path of a text that replaces the corpus, from {@code -Drnn.corpus}
 * @param values texts by dotted key, such as {@code training.epochs}, from {@code -Drnn.set.KEY}; a
 *     text is read as JSON where it is valid JSON, unless the key's value is a string
 */
public record Overrides(@Nullable Path corpus, Map<String, String> values) {
  /** Changes nothing. */
  public static final Overrides NONE = new Overrides(null, Map.of());

  /**
   * Keeps its own copy of the values, in the order of their keys, so that of several mistakes the
   * same is always reported.
   */
  public Overrides {
    if (corpus != null && !corpus.isAbsolute()) {
      throw new IllegalArgumentException("the corpus must be an absolute path: " + corpus);
    }
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Returns the dotted keys that can be replaced, in the order of a config. */
  public static List<String> keys() {
    return Keys.values();
  }

  /**
   * Checks that every key exists, also for a goal that reads no config.
   *
   * @throws io.github.rnnlab.InvalidInputException naming the first that does not
   */
  public void refuseUnknownKeys() {
    Keys.refuseUnknown(this);
  }

  /** Whether a key is overridden, or one inside the section of that name. */
  boolean touches(String key) {
    return values.keySet().stream()
        .anyMatch(name -> name.equals(key) || name.startsWith(key + "."));
  }

  /** Names the flag that sets a key. */
  static String flag(String key) {
    return "-Drnn.set." + key;
  }
}
