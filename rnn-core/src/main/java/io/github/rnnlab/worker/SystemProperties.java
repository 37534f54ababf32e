package io.github.rnnlab.worker;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * System properties that a worker sets itself before it does anything, passwords among them. They
 * come with its request, hence through a pipe: no command line, file or environment shows them.
 *
 * @param values by name
 */
public record SystemProperties(Map<String, String> values) {
  /** No properties. */
  public static final SystemProperties NONE = new SystemProperties(Map.of());

  /** Keeps its own copy of the values. */
  public SystemProperties {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Sets the properties in this JVM. */
  void set() {
    values.forEach(System::setProperty);
  }

  /** Names the properties without their values. */
  @Override
  public String toString() {
    return "SystemProperties" + values.keySet();
  }
}
