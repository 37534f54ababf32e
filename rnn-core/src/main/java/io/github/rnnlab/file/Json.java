package io.github.rnnlab.file;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way in which JSON is read and written. Its output is equal on every machine: numbers by
 * Jackson's own shortest-digits writer (Raffaello Giulietti's Schubfach) and not by the JDK's,
 * whose digits changed in JDK 19; line feeds everywhere.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private Json() {}

  /** Made when it is first needed. */
  private static final class Canonical {
    static final JsonMapper MAPPER =
        Json.MAPPER
            .rebuild()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();
  }

  /**
   * Returns the shared, immutable mapper: strict about unknown keys, nulls for primitives and
   * trailing text.
   */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * Returns a value as indented JSON, in the order of its record components, ending in a line feed.
   */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
  }

  /** Returns a value as canonical JSON: keys in the order of their code units, no white space. */
  public static String canonical(Object value) {
    return Canonical.MAPPER.writeValueAsString(value);
  }
}
