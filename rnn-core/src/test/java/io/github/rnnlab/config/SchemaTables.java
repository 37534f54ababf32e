package io.github.rnnlab.config;

import io.github.rnnlab.file.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * The tables of {@code docs/configuration.md}, made from the schema: a row for each key, with its
 * type, default, range and description. A description may end in {@code Default: WORDS.} where the
 * default is no single value.
 */
final class SchemaTables {
  private static final String BEGIN = "<!-- generated table: ";
  private static final String END = "<!-- end of the table -->";
  private static final Pattern TABLE =
      Pattern.compile(
          Pattern.quote(BEGIN) + "(\\w+) -->\n.*?" + Pattern.quote(END), Pattern.DOTALL);
  private static final Pattern WORDS = Pattern.compile("(.*) Default: (.*)\\.");

  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);

  /** What the reference says more about, by key. */
  private static final Map<String, String> MORE =
      Map.of(
          "corpus.encoding", "[Encodings](#encodings)",
          "corpus.stylesheet", "[Texts from XML](reproducibility.md#texts-from-xml)",
          "prepare.unit", "[Tokens](#tokens)",
          "training.stream", "[Streams](#streams)",
          "training.patience", "[Early stopping](#early-stopping)",
          "training.seeds", "[Several seeds](#several-seeds)",
          "training.optimizer.type", "[Optimizers](numerics.md#optimizers)",
          "training.schedule.type", "[Learning rates](numerics.md#learning-rates)");

  private final JsonNode schema;

  SchemaTables(JsonNode schema) {
    this.schema = schema;
  }

  /** Returns the reference with its tables made anew. */
  String in(String reference) {
    return TABLE
        .matcher(reference)
        .replaceAll(found -> Matcher.quoteReplacement(table(found.group(1))));
  }

  private String table(String section) {
    boolean top = section.equals("experiment");
    JsonNode node = top ? schema : schema.at("/properties/" + section);
    Map<String, JsonNode> keys = new LinkedHashMap<>();
    collect(node, top ? "" : section + ".", !top, keys);
    List<String> lines = new ArrayList<>();
    lines.add(BEGIN + section + " -->");
    lines.add("");
    lines.add("| key | type | default | allowed | meaning |");
    lines.add("| --- | --- | --- | --- | --- |");
    keys.forEach((key, value) -> lines.add(row(key, value)));
    lines.add("");
    lines.add(END);
    return String.join("\n", lines);
  }

  private static void collect(
      JsonNode section, String path, boolean deep, Map<String, JsonNode> keys) {
    for (Map.Entry<String, JsonNode> key : section.path("properties").properties()) {
      if (!key.getValue().has("properties")) {
        keys.put(path + key.getKey(), key.getValue());
      } else if (deep) {
        collect(key.getValue(), path + key.getKey() + ".", true, keys);
      }
    }
    keys.remove(Keys.SCHEMA);
  }

  private static String row(String key, JsonNode node) {
    String meaning = node.path("description").stringValue();
    String byDefault = node.has("default") ? "`" + Json.line(node.get("default")) + "`" : "none";
    Matcher words = WORDS.matcher(meaning);
    if (words.matches()) {
      meaning = words.group(1);
      byDefault = words.group(2);
    }
    if (MORE.containsKey(key)) {
      meaning += " See " + MORE.get(key) + ".";
    }
    return String.join(
        " | ", "| `" + key + "`", type(node), byDefault, allowed(node), meaning + " |");
  }

  private static String type(JsonNode node) {
    return switch (node.path("type").stringValue("string")) {
      case "integer" -> "whole number";
      case "boolean" -> "true or false";
      case "array" ->
          switch (node.at("/items/type").stringValue()) {
            case "integer" -> "list of whole numbers";
            case "number" -> "list of numbers";
            default -> "list of strings";
          };
      case "number" -> "number";
      default -> "string";
    };
  }

  private static String allowed(JsonNode node) {
    if (node.has("enum")) {
      List<String> values =
          StreamSupport.stream(node.get("enum").spliterator(), false)
              .map(value -> "`" + value.stringValue() + "`")
              .toList();
      return String.join(", ", values.subList(0, values.size() - 1))
          + " or "
          + values.get(values.size() - 1);
    }
    return switch (type(node)) {
      case "true or false" -> "either";
      case "string" ->
          node.path("patternErrorMessage").stringValue(node.has("minLength") ? "not empty" : "any");
      case "number", "whole number" -> range(node);
      default ->
          "at least one"
              + (node.has("uniqueItems") ? ", no two equal" : "")
              + (type(node).equals("list of strings") ? ", none empty" : "")
              + (type(node).equals("list of strings") ? "" : ", each " + range(node.get("items")));
    };
  }

  private static String range(JsonNode node) {
    boolean isLong =
        node.has("maximum")
            && node.get("maximum").bigIntegerValue().compareTo(LONGEST.shiftRight(1)) > 0;
    if (isLong && node.path("minimum").asLong() < 0) {
      return "a 64-bit integer";
    }
    if (node.has("minimum") && node.has("maximum") && !isLong) {
      return number(node.get("minimum")) + " to " + number(node.get("maximum"));
    }
    List<String> bounds = new ArrayList<>();
    add("at least ", node.path("minimum"), bounds);
    add("above ", node.path("exclusiveMinimum"), bounds);
    if (!isLong) {
      add("at most ", node.path("maximum"), bounds);
    }
    add("below ", node.path("exclusiveMaximum"), bounds);
    return String.join(", ", bounds);
  }

  private static void add(String words, JsonNode bound, List<String> bounds) {
    if (!bound.isMissingNode()) {
      bounds.add(words + number(bound));
    }
  }

  private static String number(JsonNode value) {
    return value.isIntegralNumber()
        ? String.format(Locale.ROOT, "%,d", value.bigIntegerValue())
        : value.toString();
  }
}
