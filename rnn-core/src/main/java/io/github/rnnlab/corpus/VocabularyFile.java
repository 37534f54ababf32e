package io.github.rnnlab.corpus;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The notebook's {@code <name>_chars.json}, {@code {"chars": [...], "sequence_length": L}}, and its
 * like for other units: {@code <name>_bytes.json} with {@code "bytes"}. These also have the number
 * of characters of the text. Immutable.
 *
 * @param tokenizer the distinct tokens
 * @param sequenceLength L, inputs per window; at least 1
 * @param characters the number of characters of the text; 0 where each token is one
 */
public record VocabularyFile(Tokenizer tokenizer, int sequenceLength, long characters) {
  private static final String LENGTH = "sequence_length";
  private static final String CHARACTERS = "characters";
  private static final int MOST_SHOWN = 80;

  /**
   * Reads such a file of any origin. Other keys are ignored.
   *
   * @throws InvalidInputException if it is missing or of another form
   */
  public static VocabularyFile read(Path file, TokenUnit unit) {
    if (!Files.isRegularFile(file)) {
      throw refused(file, "", "no such file", "the " + unit.inWords() + " of the corpus");
    }
    JsonNode json;
    try {
      json = Json.tree(Files.readString(file));
    } catch (JacksonException e) {
      throw new InvalidInputException(
          file.toString(), e.getOriginalMessage(), "JSON", "Prepare the corpus again.", e);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new InvalidInputException(
          file.toString(),
          "a file that cannot be read (" + e + ")",
          "JSON in UTF-8",
          "Make it readable, or prepare the corpus again.",
          e);
    }
    JsonNode list = json.path(unit.plural());
    String at = ": " + unit.plural();
    if (!list.isArray()) {
      throw refused(file, at, shown(list), "an array of " + unit.inWords());
    }
    Tokenizer tokenizer = Tokenizer.of(unit, list, file + at);
    JsonNode length = json.path(LENGTH);
    if (!length.isInt() || length.intValue() < 1) {
      throw refused(file, ": " + LENGTH, shown(length), "a whole number of at least 1");
    }
    long characters = unit == TokenUnit.CHAR ? 0 : characters(file, json.path(CHARACTERS));
    return new VocabularyFile(tokenizer, length.intValue(), characters);
  }

  private static long characters(Path file, JsonNode count) {
    if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 1) {
      throw refused(file, ": " + CHARACTERS, shown(count), "a whole number of at least 1");
    }
    return count.longValue();
  }

  /** Writes the file atomically. */
  public void write(Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(tokenizer.unit().plural(), tokenizer.symbols());
    json.put(LENGTH, sequenceLength);
    if (characters > 0) {
      json.put(CHARACTERS, characters);
    }
    AtomicFile.write(file, Json.pretty(json));
  }

  /** Returns a list of strings. */
  static List<String> strings(JsonNode list, TokenUnit unit, String where) {
    List<String> strings = new ArrayList<>();
    for (JsonNode symbol : list) {
      if (!symbol.isString()) {
        throw refused(
            where + "[" + strings.size() + "]", shown(symbol), "a JSON list of " + unit.inWords());
      }
      strings.add(symbol.stringValue());
    }
    return strings;
  }

  /** Returns a value for a message. */
  static String shown(JsonNode node) {
    String text = node.toString();
    return node.isMissingNode()
        ? "nothing"
        : text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  private static InvalidInputException refused(
      Path file, String key, String found, String expected) {
    return refused(file + key, found, expected);
  }

  private static InvalidInputException refused(String where, String found, String expected) {
    return new InvalidInputException(
        where, found, expected, "Prepare the corpus again, or correct the file.");
  }
}
