package io.github.rnnlab.model;

import static java.util.stream.Collectors.joining;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Numerics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The file of a trained model: its weights under the notebook's names and in its orientation, with
 * the vocabulary (a JSON array of its characters), the cell's name and the numerics as metadata.
 *
 * <p>Any number of threads may call these methods at once, for other files; a model that is read is
 * for them to share as {@link CharRnn} says.
 */
public final class ModelFile {
  private static final String VOCABULARY = "vocabulary";
  private static final String CELL = "cell";
  private static final String VANILLA = "vanilla";
  private static final String NUMERICS_KEY = "numerics";
  private static final String WHERE_INITIAL = "model.initialWeights";
  private static final String TRAIN_AGAIN = "Train the model again.";

  /** A model read from a file, with the vocabulary that its inputs and outputs count in. */
  public record LoadedModel(CharRnn model, Vocabulary vocabulary) {}

  /** What a model's file says of it before its numbers are read. */
  public record Description(Vocabulary vocabulary, int hiddenSize) {}

  private ModelFile() {}

  /**
   * Writes a model. The same weights give the same bytes.
   *
   * @throws io.github.rnnlab.BrokenRunException if the file cannot be written
   */
  public static void write(Path file, CharRnn model, Vocabulary vocabulary) {
    if (vocabulary.size() != model.vocabularySize()) {
      throw new IllegalArgumentException(
          vocabulary + " for a model of " + model.vocabularySize() + " characters");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put(CELL, VANILLA);
    metadata.put(NUMERICS_KEY, String.valueOf(Numerics.VERSION));
    metadata.put(VOCABULARY, Json.line(vocabulary.symbols()));
    new Safetensors(model.weights().tensors(), metadata).write(file);
  }

  /**
   * Reads how large a model is, and not its numbers.
   *
   * @throws InvalidInputException as {@link #read} does
   */
  public static Description describe(Path file) {
    SafetensorsHeader header = Safetensors.readHeader(file);
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    header.entries().forEach(entry -> shapes.put(entry.name(), entry.shape()));
    String where = file.toString();
    Vocabulary vocabulary = vocabulary(header.metadata(), where);
    return new Description(vocabulary, hiddenSize(shapes.get(OutputLayer.WHY), vocabulary, where));
  }

  /**
   * Reads a model onto a backend.
   *
   * @throws InvalidInputException if the file is missing, damaged, of other numerics, or if its
   *     tensors do not make a model of its vocabulary
   */
  public static LoadedModel read(Path file, Backend backend) {
    Safetensors content = Safetensors.read(file);
    String where = file.toString();
    require(content, where, CELL, VANILLA);
    require(content, where, NUMERICS_KEY, String.valueOf(Numerics.VERSION));
    Vocabulary vocabulary = vocabulary(content.metadata(), where);
    RecurrentCell cell = new VanillaCell();
    Safetensors.Tensor why = content.tensors().get(OutputLayer.WHY);
    int hiddenSize = hiddenSize(why == null ? null : why.shape(), vocabulary, where);
    // Before anything of these sizes is allocated.
    Parameters.requireFit(CharRnn.shapes(cell, vocabulary.size(), hiddenSize), content, where);
    CharRnn model = new CharRnn(backend, cell, vocabulary.size(), hiddenSize);
    model.weights().load(content, where);
    return new LoadedModel(model, vocabulary);
  }

  /**
   * Sets a model's first weights from a file, such as one that PyTorch has written: metadata may be
   * missing, but a vocabulary that is there must be the model's.
   *
   * @param vocabulary the corpus' characters
   * @throws InvalidInputException if the file is missing, damaged or of another model, naming
   *     {@code model.initialWeights}; the model is then untouched
   */
  public static void initialise(Path file, CharRnn model, Vocabulary vocabulary) {
    Safetensors content = Safetensors.read(file);
    if (content.metadata().containsKey(VOCABULARY)) {
      Vocabulary found = vocabulary(content.metadata(), WHERE_INITIAL);
      if (!found.equals(vocabulary)) {
        throw new InvalidInputException(
            WHERE_INITIAL,
            "weights for " + describe(found, vocabulary),
            "the corpus' " + describe(vocabulary, found),
            "Use weights that were trained on the same characters.");
      }
    }
    model.weights().load(content, WHERE_INITIAL);
  }

  private static void require(Safetensors content, String where, String key, String expected) {
    String found = content.metadata().get(key);
    if (!expected.equals(found)) {
      throw new InvalidInputException(
          where + ": " + key, found == null ? "nothing" : found, expected, TRAIN_AGAIN);
    }
  }

  private static Vocabulary vocabulary(Map<String, String> metadata, String where) {
    String at = where + ": " + VOCABULARY;
    String text = metadata.get(VOCABULARY);
    if (text == null) {
      throw new InvalidInputException(at, "nothing", "a JSON list of characters", TRAIN_AGAIN);
    }
    try {
      JsonNode json = Json.tree(text);
      List<String> symbols = new ArrayList<>();
      if (json.isArray()) {
        for (JsonNode symbol : json) {
          if (symbol.isString()) {
            symbols.add(symbol.stringValue());
          }
        }
      }
      if (json.isArray() && symbols.size() == json.size()) {
        return Vocabulary.of(symbols, at);
      }
    } catch (JacksonException e) {
      throw new InvalidInputException(
          at, e.getOriginalMessage(), "a JSON list of characters", TRAIN_AGAIN, e);
    }
    throw new InvalidInputException(at, "other JSON", "a JSON list of characters", TRAIN_AGAIN);
  }

  /** H as {@code Why (V, H)} has it, which every model has whatever its cell. */
  private static int hiddenSize(@Nullable List<Integer> why, Vocabulary vocabulary, String where) {
    if (why == null || why.size() != 2 || why.get(0) != vocabulary.size() || why.get(1) < 1) {
      throw new InvalidInputException(
          where + ": " + OutputLayer.WHY,
          why == null ? "no such tensor" : "a tensor of shape " + why,
          String.format(
              Locale.ROOT,
              "the shape [%d, H], for %1$d characters and any hidden size H",
              vocabulary.size()),
          TRAIN_AGAIN);
    }
    return why.get(1);
  }

  private static String describe(Vocabulary vocabulary, Vocabulary other) {
    List<String> own = new ArrayList<>(vocabulary.symbols());
    own.removeAll(new LinkedHashSet<>(other.symbols()));
    String first = own.stream().limit(10).map(Json::line).collect(joining(" "));
    return vocabulary.size() + " characters" + (own.isEmpty() ? "" : ", among them " + first);
  }
}
