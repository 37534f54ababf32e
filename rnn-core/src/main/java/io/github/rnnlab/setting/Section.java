package io.github.rnnlab.setting;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.NearestName;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.PortableName;
import io.github.rnnlab.file.SystemEncoding;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * One JSON object of a config. Each method reads one key and refuses an invalid value; the message
 * names the place of the value, in the file or in the flag that overrides it. Values are never
 * converted: {@code "3"} and {@code 3.0} are not whole numbers.
 */
public final class Section {
  private final ObjectNode node;
  private final String path;
  private final String file;
  private final Overrides overrides;

  private Section(ObjectNode node, String path, String file, Overrides overrides) {
    this.node = node;
    this.path = path;
    this.file = file;
    this.overrides = overrides;
  }

  /** Returns the root of a config. */
  public static Section root(ObjectNode tree, String file, Overrides overrides) {
    return new Section(tree, "", file, overrides);
  }

  /** Returns whether a key is present in the file or overridden. */
  public boolean has(String key) {
    return node.has(key) || overrides.touches(path + key);
  }

  /** Returns a section, empty if it is absent. */
  public Section section(String key) {
    JsonNode inner = node.has(key) ? node.get(key) : node.objectNode();
    if (inner instanceof ObjectNode object) {
      return new Section(object, path + key + ".", file, overrides);
    }
    throw refuse(key, describe(inner), "an object");
  }

  /** Reads a whole number within bounds, both included. */
  public int wholeInt(String key, int least, int most) {
    return (int) wholeNumber(key, least, most);
  }

  /** Reads a whole number within bounds; null if the key is absent. */
  public @Nullable Integer optionalInt(String key, int least, int most) {
    return has(key) ? Integer.valueOf(wholeInt(key, least, most)) : null;
  }

  /** Reads a whole number within bounds; null if the key is absent. */
  public @Nullable Long optionalNumber(String key, long least, long most) {
    return has(key) ? Long.valueOf(wholeNumber(key, least, most)) : null;
  }

  /** Reads a non-empty list of distinct 64-bit whole numbers. */
  public @Nullable List<Long> optionalNumbers(String key) {
    if (!has(key)) {
      return null;
    }
    String expected = "a list of at least one whole number, no two of them equal";
    List<Long> numbers = new ArrayList<>();
    for (JsonNode element : list(key, expected)) {
      String each = key + "[" + numbers.size() + "]";
      long number = wholeNumber(each, element, Long.MIN_VALUE, Long.MAX_VALUE);
      if (numbers.contains(number)) {
        throw refuse(each, number + " a second time", expected);
      }
      numbers.add(number);
    }
    return numbers;
  }

  /** Reads a whole number within bounds, both included. */
  public long wholeNumber(String key, long least, long most) {
    return wholeNumber(key, value(key, range(least, most)), least, most);
  }

  private static String range(long least, long most) {
    return "a whole number from " + least + " to " + most;
  }

  private long wholeNumber(String key, JsonNode value, long least, long most) {
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw refuse(key, describe(value), range(least, most));
    }
    return value.longValue();
  }

  /** Reads any finite number. */
  public double finite(String key) {
    return number(key, "a number", number -> true);
  }

  /** Reads a number above 0 that is a normal 32-bit float. */
  public double positive(String key) {
    return number(
        key,
        "a number above 0, from 1.2e-38 to 3.4e38",
        number -> number >= Float.MIN_NORMAL && number <= Float.MAX_VALUE);
  }

  /** Reads a number of at least 0. */
  public double notNegative(String key) {
    return number(key, "a number of at least 0", number -> number >= 0);
  }

  /** A number that is not far from 0. */
  public @Nullable Double optionalBias(String key) {
    return has(key)
        ? Double.valueOf(
            number(key, "a number from -100 to 100", number -> Math.abs(number) <= 100))
        : null;
  }

  /** Reads a number of at least 0 and below 1. */
  public double fraction(String key) {
    return number(key, "a number of at least 0 and below 1", number -> number >= 0 && number < 1);
  }

  /** Reads a number above 0 and at most 1. */
  public double share(String key) {
    return number(key, "a number above 0 and at most 1", number -> number > 0 && number <= 1);
  }

  /** Reads a non-empty list of distinct numbers of at least 0; null if the key is absent. */
  public @Nullable List<Double> optionalNotNegatives(String key) {
    if (!has(key)) {
      return null;
    }
    String expected = "a list of at least one number of at least 0, no two of them equal";
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : list(key, expected)) {
      String each = key + "[" + numbers.size() + "]";
      double number = number(each, element, expected, value -> value >= 0);
      if (numbers.contains(number)) {
        throw refuse(each, describe(element) + " a second time", expected);
      }
      numbers.add(number);
    }
    return numbers;
  }

  /** Reads true or false. */
  public boolean flag(String key) {
    JsonNode value = value(key, "true or false");
    if (!value.isBoolean()) {
      throw refuse(key, describe(value), "true or false");
    }
    return value.booleanValue();
  }

  /** Reads a string that may be empty. */
  public String anyText(String key) {
    return string(key, textValue(key), "a string");
  }

  /** Reads a non-empty string. */
  public String text(String key) {
    String expected = "a string that is not empty";
    String text = string(key, textValue(key), expected);
    if (text.isEmpty()) {
      throw refuse(key, "an empty string", expected);
    }
    return text;
  }

  /** Reads a non-empty string; null if the key is absent. */
  public @Nullable String optionalText(String key) {
    return has(key) ? text(key) : null;
  }

  /** Reads a string that matches a pattern. */
  public @Nullable String optionalText(String key, Pattern form, String expected) {
    String text = optionalText(key);
    if (text != null && !form.matcher(text).matches()) {
      throw refuse(key, quote(text), expected);
    }
    return text;
  }

  /** Reads a path and returns it unchanged. */
  public @Nullable String optionalPath(String key) {
    String text = optionalText(key);
    if (text == null) {
      return null;
    }
    try {
      Path unused = Path.of(text);
      return text;
    } catch (InvalidPathException e) {
      throw SystemEncoding.lacks(text)
          ? SystemEncoding.refusal(where(key), e)
          : refuse(key, quote(text), "a path (" + e.getReason() + ")");
    }
  }

  /** Reads a string that can name a directory on every operating system. */
  public String name(String key) {
    String name = text(key);
    if (SystemEncoding.hasLost(name)) {
      throw SystemEncoding.lost(where(key), "");
    }
    Optional<String> expected = PortableName.expectedOf(name);
    if (expected.isPresent()) {
      throw refuse(key, quote(name), expected.get());
    }
    try {
      Path unused = Path.of(name);
    } catch (InvalidPathException e) {
      throw SystemEncoding.refusal(where(key), e);
    }
    return name;
  }

  /** Reads a string that can name a directory; null if the key is absent. */
  public @Nullable String optionalName(String key) {
    return has(key) ? name(key) : null;
  }

  /** Reads one of some known strings. */
  public String oneOf(String key, String... known) {
    String expected =
        (known.length == 1 ? "" : "one of ") + '"' + String.join("\", \"", known) + '"';
    String text = string(key, textValue(key), expected);
    if (!List.of(known).contains(text)) {
      throw refuse(
          key,
          quote(text),
          expected,
          NearestName.to(text, List.of(known))
              .map(nearest -> "Did you mean " + quote(nearest) + "?")
              .orElse(fix(key)));
    }
    return text;
  }

  /** Reads a non-empty list of non-empty strings. */
  public @Nullable List<String> optionalTexts(String key) {
    if (!has(key)) {
      return null;
    }
    String expected = "a list of at least one string, none of them empty";
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(key, expected)) {
      String each = key + "[" + texts.size() + "]";
      String text = string(each, element, expected);
      if (text.isEmpty()) {
        throw refuse(each, "an empty string", expected);
      }
      texts.add(text);
    }
    return texts;
  }

  private JsonNode list(String key, String expected) {
    JsonNode list = value(key, expected);
    if (!list.isArray() || list.isEmpty()) {
      throw refuse(key, list.isArray() ? "an empty list" : describe(list), expected);
    }
    return list;
  }

  /** Returns the refusal of a value, with the usual advice. */
  public InvalidInputException refuse(String key, String found, String expected) {
    return refuse(key, found, expected, fix(key));
  }

  /** Returns the refusal of a value. */
  public InvalidInputException refuse(String key, String found, String expected, String fix) {
    return new InvalidInputException(where(key), found, expected, fix);
  }

  /** Describes a JSON value in a few words. */
  static String describe(JsonNode value) {
    if (value.isObject()) {
      return "an object";
    }
    if (value.isArray()) {
      return "a list";
    }
    return value.isString() ? "the string " + quote(value.stringValue()) : Json.line(value);
  }

  /** Quotes a text as JSON does, shortened to what fits on a line. */
  public static String quote(String text) {
    String shown = text.length() > 80 ? text.substring(0, 77) + "..." : text;
    return Json.line(shown);
  }

  private double number(String key, String expected, DoublePredicate allowed) {
    return number(key, value(key, expected), expected, allowed);
  }

  private double number(String key, JsonNode value, String expected, DoublePredicate allowed) {
    double number = value.isNumber() ? value.doubleValueOpt().orElse(Double.NaN) : Double.NaN;
    if (!Double.isFinite(number) || !allowed.test(number)) {
      throw refuse(key, describe(value), expected);
    }
    return number + 0.0; // -0.0 becomes 0.0, so that both hash alike.
  }

  private String string(String key, JsonNode value, String expected) {
    if (!value.isString()) {
      throw refuse(key, describe(value), expected);
    }
    String text = value.stringValue();
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw refuse(key, "half of a surrogate pair", expected + " of whole characters");
    }
    return text;
  }

  /** Returns the value of a key. The text of a flag is parsed as JSON if it is valid JSON. */
  private JsonNode value(String key, String expected) {
    String flag = overrides.values().get(path + key);
    if (flag != null) {
      return ConfigJson.value(flag).orElseGet(() -> StringNode.valueOf(flag));
    }
    JsonNode value = node.get(key);
    if (value == null) {
      throw refuse(key, "nothing", expected);
    }
    return value;
  }

  /**
   * Returns the value of a string key. The text of a flag is the string itself, unless it is
   * quoted.
   */
  private JsonNode textValue(String key) {
    String flag = overrides.values().get(path + key);
    if (flag == null) {
      return value(key, "a string");
    }
    return ConfigJson.value(flag)
        .filter(JsonNode::isString)
        .orElseGet(() -> StringNode.valueOf(flag));
  }

  private String where(String key) {
    String flag = flagOf(key);
    return flag != null ? flag : file + ": " + path + key;
  }

  private String fix(String key) {
    String flag = flagOf(key);
    return flag != null ? "Correct " + flag + "." : "Correct " + path + key + " in " + file + ".";
  }

  private @Nullable String flagOf(String key) {
    String bare = path + key.replaceAll("\\[.*", "");
    if (overrides.values().containsKey(bare)) {
      return Overrides.flag(bare);
    }
    boolean ofCorpus = bare.equals("corpus") || bare.equals("corpus.file");
    return ofCorpus && overrides.corpus() != null ? "-Drnn.corpus" : null;
  }
}
