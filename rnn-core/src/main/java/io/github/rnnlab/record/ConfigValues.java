package io.github.rnnlab.record;

import io.github.rnnlab.file.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Configs as flat values by dotted key, such as {@code training.optimizer.learningRate}. */
public final class ConfigValues {
  /** The value of an absent key. */
  static final String ABSENT = "absent";

  private ConfigValues() {}

  /**
   * A key whose values differ.
   *
   * @param key the dotted key
   * @param values its value in each config as JSON, or {@value ConfigValues#ABSENT}
   */
  public record Difference(String key, List<String> values) {
    /** Copies the values. */
    public Difference {
      values = List.copyOf(values);
    }
  }

  /** Returns every value of a config as JSON, sorted by key. */
  public static Map<String, String> flat(Map<String, ?> config) {
    Map<String, String> flat = new TreeMap<>();
    collect("", config, flat);
    return Collections.unmodifiableMap(flat);
  }

  /** Returns the keys whose values are not all equal, sorted. */
  public static List<Difference> differences(List<Map<String, String>> configs) {
    TreeSet<String> keys = new TreeSet<>();
    configs.forEach(config -> keys.addAll(config.keySet()));
    List<Difference> differences = new ArrayList<>();
    for (String key : keys) {
      List<String> values =
          configs.stream().map(config -> config.getOrDefault(key, ABSENT)).toList();
      if (values.stream().distinct().count() > 1) {
        differences.add(new Difference(key, values));
      }
    }
    return differences;
  }

  private static void collect(String path, Map<?, ?> section, Map<String, String> flat) {
    section.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            collect(path + key + ".", inner, flat);
          } else {
            flat.put(path + key, json(value));
          }
        });
  }

  private static String json(@Nullable Object value) {
    return value == null ? "null" : Json.canonical(value);
  }
}
