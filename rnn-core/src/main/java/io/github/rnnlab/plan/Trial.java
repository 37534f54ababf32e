package io.github.rnnlab.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One combination of values in a sweep. Immutable.
 *
 * @param number its place in the sweep, from 1 on
 * @param values the swept keys and their values, as JSON, in the order of the sweep
 */
public record Trial(int number, Map<String, String> values) {
  /** Copies the values. */
  public Trial {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns the values for readers, such as {@code model.hiddenSize=64 model.cell=gru}. */
  public String label() {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + shown(value.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** Returns a value for readers: a string of JSON without its quotes. */
  public static String shown(String json) {
    return json.startsWith("\"") ? SweepFile.string(json) : json;
  }
}
