package io.github.rnnlab.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Command line options of the form {@code --name value}, each of which has a default. */
final class Options {
  private final Map<String, String> values;

  /** Reads what was given over the defaults. */
  Options(Map<String, String> defaults, List<String> arguments) {
    values = new TreeMap<>(defaults);
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i).startsWith("--") ? arguments.get(i).substring(2) : "";
      if (!values.containsKey(name) || i + 1 == arguments.size()) {
        throw new IllegalArgumentException(
            arguments.get(i) + ": expected, each with a value, " + values);
      }
      values.put(name, arguments.get(i + 1));
    }
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  int whole(String name) {
    return Integer.parseInt(text(name));
  }

  double number(String name) {
    return Double.parseDouble(text(name));
  }
}
