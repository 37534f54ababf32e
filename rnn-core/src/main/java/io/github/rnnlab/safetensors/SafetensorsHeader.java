package io.github.rnnlab.safetensors;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.content.FileFormat;
import io.github.rnnlab.content.Finding;
import io.github.rnnlab.file.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What precedes the numbers of a .safetensors file: {@code {"__metadata__": {text: text}, name:
 * {"dtype": "F32", "shape": [...], "data_offsets": [from, to]}}}, where the tensors' stretches of
 * bytes cover everything after the header exactly once.
 *
 * @param entries the tensors in the order of their numbers
 * @param metadata texts by name
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  private static final String FLOAT32 = "F32";

  /** As many as Hugging Face's reader takes: far more than any model needs. */
  private static final int MOST_BYTES = 100_000_000;

  /** As many as a Java array holds on every JVM. */
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private static final int MOST_FOUND_CHARACTERS = 80;

  /**
   * Where a tensor stands.
   *
   * @param from its first byte, counted from the end of the header
   * @param to the byte after its last
   */
  record Entry(String name, List<Integer> shape, long from, long to) {
    int count() {
      return (int) ((to - from) / Float.BYTES);
    }
  }

  /** Describes tensors laid out one after the other. */
  static SafetensorsHeader of(Safetensors content) {
    List<Entry> entries = new ArrayList<>();
    long from = 0;
    for (Map.Entry<String, Safetensors.Tensor> tensor : content.tensors().entrySet()) {
      long to = from + (long) Float.BYTES * tensor.getValue().values().length;
      entries.add(new Entry(tensor.getKey(), tensor.getValue().shape(), from, to));
      from = to;
    }
    return new SafetensorsHeader(entries, content.metadata());
  }

  /** Returns the header with its length before it, padded with spaces to a multiple of 8 bytes. */
  ByteBuffer bytes() throws CharacterCodingException {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      json.put(METADATA, metadata);
    }
    for (Entry entry : entries) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("dtype", FLOAT32);
      value.put("shape", entry.shape());
      value.put("data_offsets", List.of(entry.from(), entry.to()));
      json.put(entry.name(), value);
    }
    ByteBuffer text = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(Json.line(json)));
    int length = (text.remaining() + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    if (length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a header of " + length + " bytes, which no reader takes: at most " + MOST_BYTES);
    }
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(text);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }

  /**
   * Reads and checks the header from the start of a file; the channel then stands at the first
   * number.
   *
   * @param size the file's bytes
   */
  static SafetensorsHeader read(FileChannel channel, long size, Path file) throws IOException {
    Optional<Finding> other = FileFormat.insteadOfWeights(file);
    if (other.isPresent()) {
      throw other.get().refusal(file.toString(), "weights in .safetensors");
    }
    if (size < Long.BYTES) {
      throw damaged(file, "", size + " bytes", "at least 8");
    }
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long bytes = Safetensors.readFully(channel, length).getLong();
    long most = Math.min(size - Long.BYTES, MOST_BYTES);
    if (bytes < 0 || bytes > most) {
      String found = "a header of " + Long.toUnsignedString(bytes) + " bytes";
      throw damaged(file, "", found, "at most " + most + " of the file's " + size);
    }
    ByteBuffer text = Safetensors.readFully(channel, ByteBuffer.allocate((int) bytes));
    SafetensorsHeader header = parse(text, file);
    header.requireCover(size - Long.BYTES - bytes, file);
    return header;
  }

  private static SafetensorsHeader parse(ByteBuffer text, Path file) {
    JsonNode json;
    try {
      json = Json.tree(StandardCharsets.UTF_8.newDecoder().decode(text).toString());
    } catch (CharacterCodingException e) {
      throw damaged(file, ": header", "bytes that are not UTF-8", "JSON in UTF-8");
    } catch (JacksonException e) {
      throw damaged(file, ": header", shorten(e.getOriginalMessage()), "one JSON object");
    }
    if (!json.isObject()) {
      throw damaged(file, ": header", show(json), "a JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      if (member.getKey().equals(METADATA)) {
        metadata.putAll(texts(member.getValue(), file));
      } else {
        entries.add(entry(member.getKey(), member.getValue(), file));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
    return new SafetensorsHeader(entries, metadata);
  }

  private static Map<String, String> texts(JsonNode json, Path file) {
    String where = ": " + METADATA;
    if (!json.isObject()) {
      throw damaged(file, where, show(json), "an object of texts");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      if (!member.getValue().isString()) {
        throw damaged(file, where + "." + member.getKey(), show(member.getValue()), "a text");
      }
      texts.put(member.getKey(), member.getValue().stringValue());
    }
    return texts;
  }

  private static Entry entry(String name, JsonNode json, Path file) {
    String where = ": " + shorten(name);
    JsonNode type = json.path("dtype");
    if (!type.isString() || !type.stringValue().equals(FLOAT32)) {
      throw new InvalidInputException(
          file + where + ".dtype",
          show(type),
          "\"F32\", 32-bit floats",
          "Convert the tensors to 32-bit floats before saving them.");
    }
    List<Integer> shape = new ArrayList<>();
    long count = 1;
    for (long size : longs(json.path("shape"), file, where + ".shape")) {
      count = size <= MOST_NUMBERS ? count * size : Long.MAX_VALUE;
      if (count > MOST_NUMBERS) {
        String expected = "at most " + MOST_NUMBERS + " numbers";
        throw damaged(file, where + ".shape", show(json.path("shape")), expected);
      }
      shape.add((int) size);
    }
    JsonNode offsets = json.path("data_offsets");
    List<Long> range = longs(offsets, file, where + ".data_offsets");
    if (range.size() != 2 || range.get(1) - range.get(0) != count * Float.BYTES) {
      String expected = "[from, to] with 4 bytes for each of the " + count + " numbers of " + shape;
      throw damaged(file, where + ".data_offsets", show(offsets), expected);
    }
    return new Entry(name, List.copyOf(shape), range.get(0), range.get(1));
  }

  private static List<Long> longs(JsonNode json, Path file, String where) {
    List<Long> longs = new ArrayList<>();
    if (json.isArray()) {
      for (JsonNode element : json) {
        if (element.isIntegralNumber() && element.canConvertToLong() && element.longValue() >= 0) {
          longs.add(element.longValue());
        }
      }
    }
    if (!json.isArray() || longs.size() != json.size()) {
      throw damaged(file, where, show(json), "a list of whole numbers of at least 0");
    }
    return longs;
  }

  /** Requires every byte after the header to belong to one tensor. */
  private void requireCover(long dataBytes, Path file) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.from() != end) {
        String found = "a tensor from byte " + entry.from() + " on";
        throw damaged(file, ": " + shorten(entry.name()), found, "it to start at byte " + end);
      }
      end = entry.to();
    }
    if (end != dataBytes) {
      throw damaged(file, "", dataBytes + " bytes after the header", end + ", as the header says");
    }
  }

  private static String show(JsonNode node) {
    return node.isMissingNode() ? "nothing" : shorten(node.toString());
  }

  private static String shorten(String text) {
    return text.length() <= MOST_FOUND_CHARACTERS
        ? text
        : text.substring(0, MOST_FOUND_CHARACTERS) + "…";
  }

  private static InvalidInputException damaged(
      Path file, String where, String found, String expected) {
    return new InvalidInputException(
        file + where, found, expected, "The file is damaged: write it again.");
  }
}
