package io.github.rnnlab.file;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON: texts as trees, and trees as records. */
final class JsonInput {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonInput() {}

  static JsonNode tree(String text) {
    try (JsonParser in = Json.STREAMS.createParser(ObjectReadContext.empty(), text)) {
      if (in.nextToken() == null) {
        return MissingNode.getInstance();
      }
      JsonNode tree = node(in);
      if (in.nextToken() != null) {
        throw new StreamReadException(in, "more text behind the value");
      }
      return tree;
    }
  }

  /** Reads the value that begins with the current token, up to its last. */
  private static JsonNode node(JsonParser in) {
    return switch (in.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = NODES.objectNode();
        for (String key = in.nextName(); key != null; key = in.nextName()) {
          in.nextToken();
          object.set(key, node(in));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode list = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          list.add(node(in));
        }
        yield list;
      }
      case VALUE_STRING -> NODES.stringNode(in.getString());
      case VALUE_NUMBER_INT ->
          switch (in.getNumberType()) {
            case INT -> NODES.numberNode(in.getIntValue());
            case LONG -> NODES.numberNode(in.getLongValue());
            default -> NODES.numberNode(in.getBigIntegerValue());
          };
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new StreamReadException(in, "no value but " + in.currentToken());
    };
  }

  static <T> T read(JsonNode tree, Class<T> type) {
    return type.cast(value(tree, type));
  }

  private static Object value(JsonNode json, Type type) {
    if (json.isNull()) {
      throw refused(json, type);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class && json.isArray()) {
        return list(json, arguments[0]);
      }
      if (generic.getRawType() == Map.class && json.isObject()) {
        return map(json, arguments[1]);
      }
    } else if (type instanceof Class<?> plain) {
      return plain.isRecord() ? record(json, plain) : scalar(json, plain);
    }
    throw refused(json, type);
  }

  private static Object scalar(JsonNode json, Class<?> type) {
    if (type == Object.class) {
      return any(json);
    }
    if (type == String.class && json.isString()) {
      return json.stringValue();
    }
    if ((type == int.class || type == Integer.class) && json.canConvertToInt() && whole(json)) {
      return json.intValue();
    }
    if ((type == long.class || type == Long.class) && json.canConvertToLong() && whole(json)) {
      return json.longValue();
    }
    if (type == double.class || type == Double.class) {
      return number(json, type);
    }
    if ((type == boolean.class || type == Boolean.class) && json.isBoolean()) {
      return json.booleanValue();
    }
    if (type.isEnum() && json.isString()) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(json.stringValue())) {
          return constant;
        }
      }
    }
    if (type == Path.class && json.isString()) {
      try {
        return Path.of(json.stringValue());
      } catch (InvalidPathException e) {
        throw refused(json, type);
      }
    }
    throw refused(json, type);
  }

  private static boolean whole(JsonNode json) {
    return json.isIntegralNumber();
  }

  /** What is no number of JSON stands as text. */
  private static double number(JsonNode json, Class<?> type) {
    if (json.isNumber()) {
      return finite(json);
    }
    return switch (json.isString() ? json.stringValue() : "") {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw refused(json, type);
    };
  }

  /** Refuses digits that no double is near to. */
  private static double finite(JsonNode number) {
    if (Double.isInfinite(number.doubleValue())) {
      throw refused(number, double.class);
    }
    return number.doubleValue();
  }

  /** Whatever stands there: maps, lists, texts, numbers, flags. */
  private static Object any(JsonNode json) {
    if (json.isObject()) {
      return map(json, Object.class);
    }
    if (json.isArray()) {
      return list(json, Object.class);
    }
    if (json.isString()) {
      return json.stringValue();
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    return json.isIntegralNumber() ? json.numberValue() : (Number) finite(json);
  }

  private static List<Object> list(JsonNode json, Type type) {
    List<Object> list = new ArrayList<>();
    for (JsonNode element : json) {
      int index = list.size();
      try {
        list.add(value(element, type));
      } catch (DatabindException e) {
        throw e.prependPath(json, index);
      }
    }
    return list;
  }

  private static Map<String, Object> map(JsonNode json, Type type) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      map.put(member.getKey(), member(json, member.getKey(), member.getValue(), type));
    }
    return map;
  }

  private static Object record(JsonNode json, Class<?> type) {
    if (!json.isObject()) {
      throw refused(json, type);
    }
    RecordType known = RecordType.of(type);
    refuseUnknownKeys(json, known.components());
    @Nullable Object[] values = new Object[known.components().size()];
    for (int i = 0; i < values.length; i++) {
      RecordType.Component component = known.components().get(i);
      JsonNode member = json.path(component.name());
      boolean isAbsent = member.isMissingNode() || member.isNull();
      values[i] =
          isAbsent && component.isNullable()
              ? null
              : member(json, component.name(), member, component.type());
    }
    return make(known, values);
  }

  private static Object member(JsonNode json, String key, JsonNode member, Type type) {
    try {
      return value(member, type);
    } catch (DatabindException e) {
      throw e.prependPath(json, key);
    }
  }

  private static Object make(RecordType type, @Nullable Object[] values) {
    try {
      return type.constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      String message = "no " + name(type.constructor().getDeclaringClass());
      throw DatabindException.from((JsonParser) null, message, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " failed", e);
    }
  }

  private static void refuseUnknownKeys(JsonNode json, List<RecordType.Component> components) {
    List<String> unknown = new ArrayList<>(json.propertyNames());
    for (RecordType.Component component : components) {
      unknown.remove(component.name());
    }
    if (!unknown.isEmpty()) {
      throw DatabindException.from((JsonParser) null, "the unknown key " + unknown.get(0));
    }
  }

  private static DatabindException refused(JsonNode found, Type type) {
    String shown = found.isMissingNode() ? "nothing" : JsonOutput.line(found);
    String message = shown + " instead of " + name(type);
    return DatabindException.from((JsonParser) null, message);
  }

  private static String name(Type type) {
    return type instanceof Class<?> plain ? plain.getSimpleName() : type.getTypeName();
  }
}
