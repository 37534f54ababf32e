package io.github.rnnlab.worker;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.file.Json;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

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

  /** Returns a copy with more properties, which take precedence. */
  public SystemProperties and(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(values);
    all.putAll(more);
    return new SystemProperties(all);
  }

  /** Returns the properties as one line of JSON without its line feed. */
  public String toLine() {
    return Json.line(this);
  }

  /**
   * Reads the result of {@link #toLine()}.
   *
   * @throws BrokenRunException if the line is anything else
   */
  static SystemProperties fromLine(String line) {
    try {
      return Json.read(line, SystemProperties.class);
    } catch (JacksonException e) {
      throw new BrokenRunException(
          "The worker cannot read its properties. Use the same version of the plugin and of"
              + " rnn-core.",
          e);
    }
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
