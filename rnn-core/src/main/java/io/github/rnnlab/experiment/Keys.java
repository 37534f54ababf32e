package io.github.rnnlab.experiment;

import io.github.rnnlab.InvalidInputException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The keys that a config can have: the names of the components of {@link ExperimentConfig}. */
final class Keys {
  /** For editors; it says nothing about the experiment. */
  static final String SCHEMA = "$schema";

  private static final Set<String> SECTIONS = new LinkedHashSet<>();
  private static final Set<String> VALUES = new LinkedHashSet<>();

  static {
    collect(ExperimentConfig.class, "");
  }

  private Keys() {}

  /** The dotted keys of single values, such as {@code training.optimizer.beta1}, in order. */
  static List<String> values() {
    return List.copyOf(VALUES);
  }

  /** Refuses the first key of a config that does not exist. */
  static void refuseUnknown(JsonNode config, String where) {
    refuseUnknown(config, "", where);
  }

  /** Refuses the first override whose key does not exist. */
  static void refuseUnknown(Overrides overrides) {
    for (String key : overrides.values().keySet()) {
      if (!VALUES.contains(key)) {
        String section = SECTIONS.contains(key) ? key + "." : sectionOf(key);
        throw new InvalidInputException(
            Overrides.flag(key),
            SECTIONS.contains(key) ? "a section" : "an unknown key",
            "one of the keys " + inside(section),
            Nearest.to(key, VALUES)
                .map(nearest -> "Did you mean " + Overrides.flag(nearest) + "?")
                .orElse("Set one of these, or remove the flag."));
      }
    }
  }

  private static void refuseUnknown(JsonNode node, String section, String where) {
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String key = section + property.getKey();
      if (SECTIONS.contains(key)) {
        refuseUnknown(property.getValue(), key + ".", where);
      } else if (!VALUES.contains(key) && !key.equals(SCHEMA)) {
        throw new InvalidInputException(
            where + ": " + key,
            "an unknown key",
            "one of the keys " + inside(section),
            Nearest.to(key, union())
                .map(nearest -> "Did you mean " + nearest + "?")
                .orElse("Remove it, or correct its name."));
      }
    }
  }

  /** The names right inside a section, which is empty or ends in a dot. */
  private static String inside(String section) {
    Set<String> known = union();
    List<String> names =
        known.stream().filter(key -> sectionOf(key).equals(section)).collect(Collectors.toList());
    return names.isEmpty() ? String.join(", ", VALUES) : String.join(", ", names);
  }

  private static String sectionOf(String key) {
    return key.substring(0, key.lastIndexOf('.') + 1);
  }

  private static Set<String> union() {
    Set<String> all = new LinkedHashSet<>(SECTIONS);
    all.addAll(VALUES);
    return all;
  }

  private static void collect(Class<?> section, String path) {
    for (RecordComponent component : section.getRecordComponents()) {
      String key = path + component.getName();
      if (component.getType().isRecord()) {
        SECTIONS.add(key);
        collect(component.getType(), key + ".");
      } else {
        VALUES.add(key);
      }
    }
  }
}
