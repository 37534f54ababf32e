package io.github.rnnlab.config;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.NearestName;
import io.github.rnnlab.setting.Overrides;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The keys of a config, taken from the components of {@link ExperimentConfig}. */
final class Keys {
  /** The key that tells editors which schema to use; not part of the experiment. */
  static final String SCHEMA = "$schema";

  /** The type of each dotted key in the order of the records; that of a section is a record. */
  private static final Map<String, Class<?>> KNOWN = collect(ExperimentConfig.class, "");

  private Keys() {}

  /**
   * Returns the dotted keys of single values in order, such as {@code training.optimizer.beta1}.
   */
  static List<String> values() {
    return KNOWN.keySet().stream().filter(key -> !isSection(key)).toList();
  }

  /** Returns the sections of a config, such as {@code training}. */
  static List<String> sections() {
    return KNOWN.keySet().stream().filter(key -> isSection(key) && key.indexOf('.') < 0).toList();
  }

  /** Refuses the first unknown key of a config. */
  static void refuseUnknown(JsonNode config, String where) {
    refuseUnknown(config, "", where);
  }

  /** Refuses the first override that is not the key of a single value. */
  static void refuseUnknown(Overrides overrides) {
    for (String key : overrides.values().keySet()) {
      refuseUnknown(key, Overrides.flag(""));
    }
  }

  /**
   * Refuses a key that is not that of a single value.
   *
   * @param before what stands before the key in messages
   */
  static void refuseUnknown(String key, String before) {
    if (!values().contains(key)) {
      throw new InvalidInputException(
          before + key,
          isSection(key) ? "a section" : "an unknown key",
          "one of the keys " + inside(isSection(key) ? key + "." : sectionOf(key)),
          NearestName.to(key, values())
              .map(nearest -> "Did you mean " + before + nearest + "?")
              .orElse("Set one of these, or remove it."));
    }
  }

  private static void refuseUnknown(JsonNode node, String section, String where) {
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String key = section + property.getKey();
      if (isSection(key)) {
        refuseUnknown(property.getValue(), key + ".", where);
      } else if (!KNOWN.containsKey(key) && !key.equals(SCHEMA)) {
        throw new InvalidInputException(
            where + ": " + key,
            "an unknown key",
            "one of the keys " + inside(section),
            NearestName.to(key, KNOWN.keySet())
                .map(nearest -> "Did you mean " + nearest + "?")
                .orElse("Remove it, or correct its name."));
      }
    }
  }

  /** Returns whether the value of a key is a whole number. */
  static boolean isWhole(String key) {
    Class<?> type = KNOWN.get(key);
    return type == int.class || type == long.class || type == Integer.class || type == Long.class;
  }

  private static boolean isSection(String key) {
    Class<?> type = KNOWN.get(key);
    return type != null && type.isRecord();
  }

  /**
   * Returns the names directly inside a section, which ends in a dot, or those of the root if there
   * is no such section.
   */
  private static String inside(String section) {
    String names =
        KNOWN.keySet().stream()
            .filter(key -> sectionOf(key).equals(section))
            .map(key -> key.substring(section.length()))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? inside("") : names;
  }

  private static String sectionOf(String key) {
    return key.substring(0, key.lastIndexOf('.') + 1);
  }

  private static Map<String, Class<?>> collect(Class<?> section, String path) {
    Map<String, Class<?>> keys = new LinkedHashMap<>();
    for (RecordComponent component : section.getRecordComponents()) {
      String key = path + component.getName();
      keys.put(key, component.getType());
      if (component.getType().isRecord()) {
        keys.putAll(collect(component.getType(), key + "."));
      }
    }
    return Collections.unmodifiableMap(keys);
  }
}
