package io.github.rnnlab.file;

import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;

/** Writes values as JSON. */
final class JsonOutput {
  private final JsonGenerator out;
  private final boolean sorted;

  private JsonOutput(JsonGenerator out, boolean sorted) {
    this.out = out;
    this.sorted = sorted;
  }

  static String line(Object value) {
    return write(value, ObjectWriteContext.empty(), false);
  }

  static String sorted(Object value) {
    return write(value, ObjectWriteContext.empty(), true);
  }

  static String indented(Object value) {
    return write(value, new Indented(), false);
  }

  /** An object's keys on lines of their own, lists on one. */
  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }

  private static String write(Object value, ObjectWriteContext form, boolean sorted) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = Json.STREAMS.createGenerator(form, text)) {
      new JsonOutput(out, sorted).write(value);
    }
    return text.toString();
  }

  private void write(@Nullable Object value) {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Record record) {
      writeObject(components(record));
    } else if (value instanceof Map<?, ?> map) {
      writeObject(map);
    } else if (value instanceof JsonNode tree) {
      writeTree(tree);
    } else if (value instanceof Iterable<?> list && !(value instanceof Path)) {
      out.writeStartArray();
      list.forEach(this::write);
      out.writeEndArray();
    } else if (value instanceof Number number) {
      writeNumber(number);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Enum<?> constant) {
      out.writeString(constant.name());
    } else if (value instanceof CharSequence || value instanceof Path) {
      out.writeString(value.toString());
    } else {
      throw new IllegalArgumentException("no JSON form for a " + value.getClass().getName());
    }
  }

  private void writeObject(Map<?, ?> map) {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : (sorted ? sortedByKey(map) : map).entrySet()) {
      out.writeName(String.valueOf(entry.getKey()));
      write(entry.getValue());
    }
    out.writeEndObject();
  }

  private static Map<String, @Nullable Object> sortedByKey(Map<?, ?> map) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    return sorted;
  }

  private void writeTree(JsonNode tree) {
    if (tree.isObject()) {
      Map<String, JsonNode> members = new LinkedHashMap<>();
      tree.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      writeObject(members);
    } else if (tree.isArray()) {
      out.writeStartArray();
      tree.forEach(this::writeTree);
      out.writeEndArray();
    } else if (tree.isString()) {
      out.writeString(tree.stringValue());
    } else if (tree.isNumber()) {
      writeNumber(tree.numberValue());
    } else if (tree.isBoolean()) {
      out.writeBoolean(tree.booleanValue());
    } else {
      out.writeNull();
    }
  }

  private void writeNumber(Number number) {
    if (number instanceof Integer || number instanceof Long || number instanceof Short) {
      out.writeNumber(number.longValue());
    } else if (number instanceof Double) {
      out.writeNumber(number.doubleValue());
    } else if (number instanceof Float) {
      out.writeNumber(number.floatValue());
    } else if (number instanceof BigInteger integer) {
      out.writeNumber(integer);
    } else if (number instanceof BigDecimal decimal) {
      out.writeNumber(decimal);
    } else {
      throw new IllegalArgumentException("no JSON form for a " + number.getClass().getName());
    }
  }

  /** Returns a record as a map, with maps for the records inside it. */
  static Map<String, Object> object(Record value) {
    Map<String, Object> object = components(value);
    object.replaceAll((key, content) -> plain(content));
    return object;
  }

  private static Object plain(Object value) {
    if (value instanceof Record record) {
      return object(record);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach((key, content) -> plain.put(String.valueOf(key), plainOrNull(content)));
      return plain;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(content -> plain.add(plainOrNull(content)));
      return plain;
    }
    return value;
  }

  private static @Nullable Object plainOrNull(@Nullable Object value) {
    return value == null ? null : plain(value);
  }

  /** Returns what a record holds, in its order, without nulls. */
  private static Map<String, Object> components(Record value) {
    Map<String, Object> components = new LinkedHashMap<>();
    for (RecordType.Component component : RecordType.of(value.getClass()).components()) {
      Object content = content(value, component.accessor());
      if (content != null) {
        components.put(component.name(), content);
      }
    }
    return components;
  }

  private static @Nullable Object content(Record value, Method accessor) {
    try {
      return accessor.invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(accessor + " failed", e);
    }
  }
}
