package io.github.rnnlab.config;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.NearestName;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The keys that a config can have: the names of the components of {@link ExperimentConfig}. */
final class Keys {
  /** For editors; it says nothing about the experiment. */
  static final String SCHEMA = "$schema";

  /** Dotted keys in the order of the records, each with whether it is a section. */
  private static final Map<String, Boolean> KNOWN = collect(ExperimentConfig.class, "");

  private Keys() {}

  /** The dotted keys of single values, such as {@code training.optimizer.beta1}, in order. */
  static List<String> values() {
    return KNOWN.keySet().stream().filter(key -> !isSection(key)).toList();
  }

  /** Refuses the first key of a config that does not exist. */
  static void refuseUnknown(JsonNode config, String where) {
    refuseUnknown(config, "", where);
  }

  /** Refuses the first override whose key is not that of a single value. */
  static void refuseUnknown(Overrides overrides) {
    for (String key : overrides.values().keySet()) {
      if (!values().contains(key)) {
        throw new InvalidInputException(
            Overrides.flag(key),
            isSection(key) ? "a section" : "an unknown key",
            "one of the keys " + inside(isSection(key) ? key + "." : sectionOf(key)),
            NearestName.to(key, values())
                .map(nearest -> "Did you mean " + Overrides.flag(nearest) + "?")
                .orElse("Set one of these, or remove the flag."));
      }
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

  private static boolean isSection(String key) {
    return KNOWN.getOrDefault(key, false);
  }

  /** The names right inside a section, which ends in a dot; of the root's if there is no such. */
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

  private static Map<String, Boolean> collect(Class<?> section, String path) {
    Map<String, Boolean> keys = new LinkedHashMap<>();
    for (RecordComponent component : section.getRecordComponents()) {
      String key = path + component.getName();
      keys.put(key, component.getType().isRecord());
      if (component.getType().isRecord()) {
        keys.putAll(collect(component.getType(), key + "."));
      }
    }
    return Collections.unmodifiableMap(keys);
  }
}
