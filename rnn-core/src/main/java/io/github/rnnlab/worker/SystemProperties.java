package io.github.rnnlab.worker;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * System properties for a worker, including passwords. They come with its request through a pipe,
 * so that no command line, file or environment shows them.
 *
 * @param values the values by name
 */
public record SystemProperties(Map<String, String> values) {
  /** No properties. */
  static final SystemProperties NONE = new SystemProperties(Map.of());

  /** Copies the values. */
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
