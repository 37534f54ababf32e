package io.github.rnnlab.modelfile;

import static java.util.stream.Collectors.joining;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Numerics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads and writes the file of a trained model: its weights under the names and in the orientation
 * that {@link ModelShape} states, and, as metadata, the vocabulary (a JSON array of its tokens) and
 * what they are unless they are characters (the unit), the cell's name and the numerics.
 *
 * <p>Any number of threads may call these methods at once, each for another file. {@link
 * LanguageModel} states how threads share a model that was read.
 */
public final class ModelFile {
  private static final String VOCABULARY = "vocabulary";
  private static final String UNIT = "unit";
  private static final String CELL = "cell";
  private static final String NUMERICS_KEY = "numerics";
  private static final String WHERE_INITIAL = "model.initialWeights";
  private static final String TRAIN_AGAIN = "Train the model again.";

  /** A model read from a file, and the vocabulary of its inputs and outputs. */
  public record LoadedModel(LanguageModel model, Tokenizer vocabulary) {}

  /** The vocabulary and shape of a model, without its weights. */
  public record Description(Tokenizer vocabulary, ModelShape shape) {}

  private ModelFile() {}

  /**
   * Writes a model. The same weights give the same bytes.
   *
   * @throws io.github.rnnlab.BrokenRunException if the file cannot be written
   */
  public static void write(Path file, LanguageModel model, Tokenizer vocabulary) {
    if (vocabulary.size() != model.shape().vocabulary()) {
      throw new IllegalArgumentException(
          vocabulary + " for a model of " + model.shape().vocabulary());
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put(CELL, model.shape().cell().configName());
    metadata.put(NUMERICS_KEY, String.valueOf(Numerics.VERSION));
    if (vocabulary.unit() != TokenUnit.CHAR) {
      metadata.put(UNIT, vocabulary.unit().configName());
    }
    metadata.put(VOCABULARY, Json.line(vocabulary.symbols()));
    new Safetensors(model.weights().tensors(), metadata).write(file);
  }

  /**
   * Reads the vocabulary and the shape of a model, and not its weights.
   *
   * @throws InvalidInputException as {@link #read} does
   */
  public static Description describe(Path file) {
    Map<String, String> metadata = Safetensors.readMetadata(file);
    String where = file.toString();
    Tokenizer vocabulary = vocabulary(metadata, where);
    Cell cell = cell(metadata, where);
    return new Description(
        vocabulary, shape(cell, Safetensors.readShapes(file), vocabulary, where));
  }

  /**
   * Reads the vocabulary of a model, or of weights that PyTorch wrote; empty if it names none.
   *
   * @throws InvalidInputException if the file is missing or damaged, or the vocabulary is
   */
  public static Optional<Tokenizer> vocabulary(Path file) {
    Map<String, String> metadata = Safetensors.readMetadata(file);
    return metadata.containsKey(VOCABULARY)
        ? Optional.of(vocabulary(metadata, file.toString()))
        : Optional.empty();
  }

  /**
   * Reads a model onto a backend.
   *
   * @throws InvalidInputException if the file is missing, damaged, of other numerics, or if its
   *     tensors do not make a model of its vocabulary
   */
  public static LoadedModel read(Path file, Backend backend) {
    Safetensors found = Safetensors.read(file);
    String where = file.toString();
    Cell cell = cell(found.metadata(), where);
    require(found, where, NUMERICS_KEY, String.valueOf(Numerics.VERSION));
    Tokenizer vocabulary = vocabulary(found.metadata(), where);
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    found.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    ModelShape shape = shape(cell, shapes, vocabulary, where);
    Safetensors content = PytorchNames.replaced(found, shape, where);
    // Before anything of these sizes is allocated.
    Parameters.requireFit(shape.parameters(), content, where);
    LanguageModel model = new LanguageModel(backend, shape);
    model.weights().load(content, where);
    return new LoadedModel(model, vocabulary);
  }

  /**
   * Sets a model's initial weights from a file, such as one that PyTorch wrote under the names of
   * its modules ({@link PytorchNames}). Its metadata may be missing, but a vocabulary in it must be
   * the model's.
   *
   * @param vocabulary the tokens of the corpus
   * @throws InvalidInputException if the file is missing, damaged or of another model, naming
   *     {@code model.initialWeights}; the model is then untouched
   */
  public static void initialize(Path file, LanguageModel model, Tokenizer vocabulary) {
    Safetensors content = Safetensors.read(file);
    if (content.metadata().containsKey(VOCABULARY)) {
      Tokenizer found = vocabulary(content.metadata(), WHERE_INITIAL);
      if (!found.equals(vocabulary)) {
        throw new InvalidInputException(
            WHERE_INITIAL,
            "weights for " + describe(found, vocabulary),
            "the corpus' " + describe(vocabulary, found),
            "Use weights of the same "
                + vocabulary.unit().inWords()
                + ", or set prepare.vocabularyFile to the file of the weights.");
      }
    }
    model
        .weights()
        .load(PytorchNames.replaced(content, model.shape(), WHERE_INITIAL), WHERE_INITIAL);
  }

  private static void require(Safetensors content, String where, String key, String expected) {
    String found = content.metadata().get(key);
    if (!expected.equals(found)) {
      throw new InvalidInputException(
          where + ": " + key, found == null ? "nothing" : found, expected, TRAIN_AGAIN);
    }
  }

  private static Tokenizer vocabulary(Map<String, String> metadata, String where) {
    String at = where + ": " + VOCABULARY;
    String text = metadata.get(VOCABULARY);
    TokenUnit unit = unit(metadata, where);
    String expected = "a JSON list of " + unit.inWords();
    if (text == null) {
      throw new InvalidInputException(at, "nothing", expected, TRAIN_AGAIN);
    }
    JsonNode json;
    try {
      json = Json.tree(text);
    } catch (JacksonException e) {
      throw new InvalidInputException(at, e.getOriginalMessage(), expected, TRAIN_AGAIN, e);
    }
    if (!json.isArray()) {
      throw new InvalidInputException(at, "other JSON", expected, TRAIN_AGAIN);
    }
    return Tokenizer.of(unit, json, at);
  }

  private static TokenUnit unit(Map<String, String> metadata, String where) {
    String name = metadata.getOrDefault(UNIT, TokenUnit.CHAR.configName());
    return TokenUnit.of(name)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    where + ": " + UNIT, name, TokenUnit.CONFIG_NAMES, TRAIN_AGAIN));
  }

  private static Cell cell(Map<String, String> metadata, String where) {
    String at = where + ": " + CELL;
    String name = String.valueOf(metadata.get(CELL));
    return Cell.of(name)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    at,
                    metadata.containsKey(CELL) ? name : "nothing",
                    "vanilla, gru or lstm",
                    TRAIN_AGAIN));
  }

  /** Derives the layers and H from the tensors; {@link Parameters#requireFit} checks the rest. */
  private static ModelShape shape(
      Cell cell, Map<String, List<Integer>> shapes, Tokenizer vocabulary, String where) {
    int layers = 0;
    while (layers < ModelShape.MOST_LAYERS && hasLayer(shapes.keySet(), layers)) {
      layers++;
    }
    boolean notebook = cell == Cell.VANILLA && layers == 0;
    String name = notebook ? ModelShape.WHH : ModelShape.WEIGHT_HH + 0;
    List<Integer> found = shapes.get(name);
    int gates = cell.gates();
    if (found == null
        || found.size() != 2
        || found.get(1) < 1
        || found.get(0) != (long) gates * found.get(1)) {
      throw new InvalidInputException(
          where + ": " + name,
          found == null ? "no such tensor" : "a tensor of shape " + found,
          "the shape [" + (gates == 1 ? "" : gates + " ") + "H, H], for any hidden size H",
          TRAIN_AGAIN);
    }
    int hidden = found.get(1);
    boolean tied =
        shapes.containsKey(ModelShape.EMBEDDING) && !shapes.containsKey(ModelShape.OUTPUT);
    return new ModelShape(
        cell,
        Math.max(1, layers),
        hidden,
        vocabulary.size(),
        embedding(shapes, tied, hidden, where),
        tied);
  }

  /** Returns the size of the embedding; 0 if there is none. */
  private static int embedding(
      Map<String, List<Integer>> shapes, boolean tied, int hidden, String where) {
    List<Integer> found = shapes.get(ModelShape.EMBEDDING);
    if (found == null) {
      return 0;
    }
    if (found.size() != 2 || found.get(1) < 1 || (tied && found.get(1) != hidden)) {
      throw new InvalidInputException(
          where + ": " + ModelShape.EMBEDDING,
          "a tensor of shape " + found,
          tied
              ? "the shape [V, " + hidden + "], since it is also the output weight"
              : "the shape [V, E], for any embedding size E",
          TRAIN_AGAIN);
    }
    return found.get(1);
  }

  /**
   * Returns whether any parameter of a layer is there; all others of the layer must then be, too.
   */
  private static boolean hasLayer(Set<String> names, int layer) {
    return names.stream().anyMatch(name -> name.endsWith("_l" + layer));
  }

  private static String describe(Tokenizer vocabulary, Tokenizer other) {
    List<Object> own = new ArrayList<>(vocabulary.symbols());
    own.removeAll(new LinkedHashSet<>(other.symbols()));
    String first = own.stream().limit(10).map(Json::line).collect(joining(" "));
    return vocabulary.size()
        + " "
        + vocabulary.unit().inWords()
        + (own.isEmpty() ? "" : ", among them " + first);
  }
}
