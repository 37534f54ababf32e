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
 * The notebook's {@code <name>_chars.json}: {@code {"chars": [...], "sequence_length": L}}.
 *
 * @param vocabulary the distinct characters
 * @param sequenceLength L, inputs per window; at least 1
 */
record CharsFile(Vocabulary vocabulary, int sequenceLength) {
  /**
   * Reads such a file of any origin. Other keys are ignored.
   *
   * @throws InvalidInputException if it is missing or of another form
   */
  static CharsFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw refused(file, "", "no such file", "the characters of the corpus");
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
    List<String> chars = new ArrayList<>();
    for (JsonNode symbol : array(file, json)) {
      if (!symbol.isString()) {
        String at = ": chars[" + chars.size() + "]";
        throw refused(file, at, shown(symbol), "a string of one character");
      }
      chars.add(symbol.stringValue());
    }
    JsonNode length = json.path("sequence_length");
    if (!length.isInt() || length.intValue() < 1) {
      throw refused(file, ": sequence_length", shown(length), "a whole number of at least 1");
    }
    return new CharsFile(Vocabulary.of(chars, file + ": chars"), length.intValue());
  }

  /** Writes the file atomically. */
  void write(Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("chars", vocabulary.symbols());
    json.put("sequence_length", sequenceLength);
    AtomicFile.write(file, Json.pretty(json));
  }

  private static JsonNode array(Path file, JsonNode json) {
    JsonNode chars = json.path("chars");
    if (!chars.isArray()) {
      throw refused(file, ": chars", shown(chars), "an array of characters");
    }
    return chars;
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return node.isMissingNode()
        ? "nothing"
        : text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private static InvalidInputException refused(
      Path file, String key, String found, String expected) {
    return new InvalidInputException(
        file + key, found, expected, "Prepare the corpus again, or correct the file.");
  }
}
