package io.github.rnnlab.file;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * The one way in which JSON is read and written. Its output is equal on every machine: numbers by
 * Jackson's own shortest-digits writer (Raffaello Giulietti's Schubfach) and not by the JDK's,
 * whose digits changed in JDK 19; line feeds everywhere.
 *
 * <p>Values are records, maps, lists, texts, numbers, flags, enum constants, paths and trees. A
 * record is an object of its components in their order, without those that are null. They are
 * written and read here, on Jackson's streaming layer: to make an object mapper takes as long as
 * all else that a worker does for a short text.
 */
public final class Json {
  /** Reads texts and keys of any length: what is written here must be read again. */
  static final JsonFactory STREAMS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /** Returns a value as JSON on one line. */
  public static String line(Object value) {
    return JsonOutput.line(value);
  }

  /**
   * Returns a value as indented JSON, in the order of its record components, ending in a line feed.
   */
  public static String pretty(Object value) {
    return JsonOutput.indented(value) + "\n";
  }

  /** Returns a value as canonical JSON: keys in the order of their code units, no white space. */
  public static String canonical(Object value) {
    return JsonOutput.sorted(value);
  }

  /**
   * Returns a record as a map of its components, in their order and without those that are null;
   * records inside it are maps, too. The maps are the caller's.
   */
  public static Map<String, Object> object(Record value) {
    return JsonOutput.object(value);
  }

  /**
   * Parses one JSON value; the missing node if the text is blank.
   *
   * @throws JacksonException if the text is no JSON, repeats a key or goes on behind the value
   */
  public static JsonNode tree(String text) {
    return JsonInput.tree(text);
  }

  /**
   * Reads what {@link #line} or {@link #pretty} wrote.
   *
   * @throws JacksonException if the text is not JSON of that type; strict about unknown keys, about
   *     types, and about nulls but for components that are {@code @Nullable}
   */
  public static <T> T read(String text, Class<T> type) {
    return JsonInput.read(tree(text), type);
  }

  /** As {@link #read(String, Class)}, from a tree. */
  public static <T> T read(JsonNode tree, Class<T> type) {
    return JsonInput.read(tree, type);
  }
}
