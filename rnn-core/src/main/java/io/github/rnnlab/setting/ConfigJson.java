package io.github.rnnlab.setting;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.content.EncodingGuess;
import io.github.rnnlab.content.Finding;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Parses the text of a config into an unchecked JSON tree. */
public final class ConfigJson {
  private ConfigJson() {}

  /** Reads a UTF-8 file with an object, and skips a leading byte order mark. */
  public static ObjectNode read(Path file) {
    return object(anyOf(file), String.valueOf(file.getFileName()));
  }

  /** Reads a UTF-8 file with any JSON value, and skips a leading byte order mark. */
  public static JsonNode anyOf(Path file) {
    String where = String.valueOf(file.getFileName());
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new InvalidInputException(
          file.toString(),
          "a file that cannot be read (" + e + ")",
          "a readable file",
          "Create it or make it readable.",
          e);
    }
    return tree(decode(bytes, where), where);
  }

  /** Parses a JSON object without comments, repeated keys or trailing text. */
  public static ObjectNode parse(String json, String where) {
    return object(tree(json, where), where);
  }

  private static JsonNode tree(String json, String where) {
    try {
      return Json.tree(json);
    } catch (JacksonException e) {
      throw new InvalidInputException(
          where,
          "malformed JSON" + at(e.getLocation()) + " (" + e.getOriginalMessage() + ")",
          "one JSON object without comments or repeated keys",
          "Correct it there.",
          e);
    }
  }

  private static ObjectNode object(JsonNode tree, String where) {
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidInputException(
        where,
        tree.isMissingNode() ? "no JSON at all" : Section.describe(tree),
        "a JSON object",
        "Put the keys of the experiment between { and }.");
  }

  /** Returns the position of an error, or nothing if the parser does not report one. */
  private static String at(@Nullable TokenStreamLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** Parses any JSON value; empty if the text is none. */
  public static Optional<JsonNode> value(String text) {
    try {
      return Optional.of(Json.tree(text)).filter(node -> !node.isMissingNode());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static String decode(byte[] bytes, String where) {
    Optional<Finding> other = EncodingGuess.insteadOfText(bytes, bytes.length);
    if (other.isPresent()) {
      throw other.get().refusal(where, "a file in UTF-8");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new InvalidInputException(
          where,
          "bytes that are not UTF-8, the first at offset " + in.position(),
          "a file in UTF-8",
          "Save it as UTF-8.");
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
