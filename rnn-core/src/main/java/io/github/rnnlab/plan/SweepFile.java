package io.github.rnnlab.plan;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.NearestName;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.discovery.ConfigFiles;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.PortableName;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.setting.ConfigJson;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sweep as its file, {@code NAME.sweep.json}, describes it: an experiment and the values to vary.
 * {@code docs/sweeps.md} explains each key. The combinations are those of the parts {@code list},
 * {@code grid} and {@code random}, every one with every other. Immutable.
 *
 * @param file the name of the file, for messages
 * @param name the name of the sweep and of its directory
 * @param base the name of the experiment whose config the values replace
 * @param parts the alternatives of each part: values by key, as JSON
 * @param seeds the seeds that each combination is trained with; null for those of the experiment
 * @param halving null to train every combination in full
 */
public record SweepFile(
    String file,
    String name,
    String base,
    List<List<Map<String, String>>> parts,
    @Nullable List<Long> seeds,
    @Nullable Halving halving) {
  private static final String SEEDS = "training.seeds";
  private static final String EPOCHS = "training.epochs";
  private static final int MOST_DRAWS = 100_000;

  private static final List<String> KEYS =
      List.of("$schema", "base", "seeds", "list", "grid", "random", "halving");

  /** Copies the lists. */
  public SweepFile {
    parts = List.copyOf(parts);
    seeds = seeds == null ? null : List.copyOf(seeds);
  }

  /**
   * Reads the sweeps of a directory, in the order of their names.
   *
   * @param selected the name of the only sweep to read; null for all
   * @throws InvalidInputException if there is none, or if one is invalid
   */
  public static List<SweepFile> readDirectory(Path directory, @Nullable String selected) {
    Map<String, Path> files = files(directory);
    if (files.isEmpty()) {
      throw new InvalidInputException(
          directory.toString(),
          "no sweep",
          "at least one *" + ConfigFiles.SWEEP_ENDING,
          "Put a sweep such as rates" + ConfigFiles.SWEEP_ENDING + " beside the configs.");
    }
    if (selected != null && !files.containsKey(selected)) {
      throw new InvalidInputException(
          "-Drnn.sweep",
          Section.quote(selected),
          "one of the sweeps of " + directory + ": " + String.join(", ", files.keySet()),
          NearestName.to(selected, files.keySet())
              .map(nearest -> "Did you mean -Drnn.sweep=" + nearest + "?")
              .orElse("Give one of these, or leave the flag out to run them all."));
    }
    return files.entrySet().stream()
        .filter(file -> selected == null || file.getKey().equals(selected))
        .map(file -> parse(ConfigJson.read(file.getValue()), file.getValue()))
        .toList();
  }

  /**
   * Returns whether a directory has any sweep, even one that cannot be read.
   *
   * @throws InvalidInputException if the directory cannot be read
   */
  public static boolean areIn(Path directory) {
    return !files(directory).isEmpty();
  }

  /** Returns the files of the sweeps of a directory by the names of these. */
  private static Map<String, Path> files(Path directory) {
    Map<String, Path> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.filter(file -> isName(String.valueOf(file.getFileName())) && Files.isRegularFile(file))
          .sorted()
          .forEach(file -> files.put(nameOf(String.valueOf(file.getFileName())), file));
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new InvalidInputException(
          directory.toString(),
          "a directory that cannot be read (" + e + ")",
          "a readable directory",
          "Create it or make it readable.",
          e);
    }
    return files;
  }

  private static boolean isName(String file) {
    return file.endsWith(ConfigFiles.SWEEP_ENDING) && !file.startsWith(".");
  }

  private static String nameOf(String file) {
    return file.substring(0, file.length() - ConfigFiles.SWEEP_ENDING.length());
  }

  private static SweepFile parse(ObjectNode tree, Path path) {
    return parse(tree, String.valueOf(path.getFileName()));
  }

  /**
   * Reads a sweep from JSON.
   *
   * @param file its name, which gives the sweep its name
   */
  public static SweepFile parse(String json, String file) {
    return parse(ConfigJson.parse(json, file), file);
  }

  private static SweepFile parse(ObjectNode tree, String file) {
    refuseUnknown(tree, KEYS, file, "");
    String name = nameOf(file);
    PortableName.expectedOf(name)
        .ifPresent(
            expected -> {
              throw new InvalidInputException(
                  file, Section.quote(name), expected, "Rename the file.");
            });
    Section root = Section.root(tree, file, Overrides.NONE);
    Parts parts = new Parts(root, file);
    for (Map.Entry<String, JsonNode> part : tree.properties()) {
      parts.read(part.getKey(), part.getValue());
    }
    List<Long> seeds = root.optionalNumbers("seeds");
    if (seeds != null) {
      parts.refuse("seed", "seeds of each combination already");
    }
    Halving halving = null;
    if (tree.has("halving")) {
      parts.refuse(EPOCHS, "the epochs of each rung by halving already");
      Section section = root.section("halving");
      refuseUnknown(
          (ObjectNode) tree.get("halving"), List.of("fromEpochs", "factor"), file, "halving.");
      halving =
          new Halving(
              section.wholeInt("fromEpochs", 1, Integer.MAX_VALUE),
              section.has("factor") ? section.wholeInt("factor", 2, 1_000) : 3);
    }
    return new SweepFile(file, name, root.text("base"), parts.all, seeds, halving);
  }

  private static void refuseUnknown(
      ObjectNode tree, Collection<String> known, String file, String path) {
    for (Map.Entry<String, JsonNode> property : tree.properties()) {
      if (!known.contains(property.getKey())) {
        throw new InvalidInputException(
            file + ": " + path + property.getKey(),
            "an unknown key",
            "one of the keys " + String.join(", ", known),
            NearestName.to(property.getKey(), known)
                .map(nearest -> "Did you mean " + path + nearest + "?")
                .orElse("Remove it, or correct its name."));
      }
    }
  }

  /** Returns the swept keys in the order of the file. */
  public List<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    parts.forEach(part -> part.forEach(values -> keys.addAll(values.keySet())));
    return List.copyOf(keys);
  }

  /** Returns the number of combinations; the largest number if there are more. */
  public long combinations() {
    long product = 1;
    for (List<Map<String, String>> part : parts) {
      product = Math.multiplyHigh(product, part.size()) == 0 ? product * part.size() : -1;
      if (product < 0) {
        return Long.MAX_VALUE;
      }
    }
    return product;
  }

  /** Returns the combinations: the last part of the file varies first. */
  List<Trial> trials() {
    List<Map<String, String>> all = List.of(Map.of());
    for (List<Map<String, String>> part : parts) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> former : all) {
        for (Map<String, String> values : part) {
          Map<String, String> both = new LinkedHashMap<>(former);
          both.putAll(values);
          longer.add(both);
        }
      }
      all = longer;
    }
    List<Trial> trials = new ArrayList<>();
    for (Map<String, String> values : all) {
      trials.add(new Trial(trials.size() + 1, values));
    }
    return trials;
  }

  /** Returns the text of a string of JSON. */
  static String string(String json) {
    return Json.tree(json).stringValue(json);
  }

  /** Reads the parts, whose keys differ. */
  private static final class Parts {
    private final Section root;
    private final String file;
    private final List<List<Map<String, String>>> all = new ArrayList<>();

    /** Where each key stands. */
    private final Map<String, String> places = new LinkedHashMap<>();

    Parts(Section root, String file) {
      this.root = root;
      this.file = file;
    }

    void read(String part, JsonNode value) {
      switch (part) {
        case "list" -> list(value);
        case "grid" -> grid(value);
        case "random" -> random(value);
        default -> {
          // Read by its name.
        }
      }
    }

    private void list(JsonNode value) {
      String expected = "a list of objects with values by key";
      if (!value.isArray() || value.isEmpty()) {
        throw root.refuse("list", value.isArray() ? "an empty list" : "no list", expected);
      }
      List<Map<String, String>> alternatives = new ArrayList<>();
      Set<String> keys = new LinkedHashSet<>();
      for (JsonNode element : value) {
        String place = "list[" + alternatives.size() + "]";
        if (!element.isObject() || element.isEmpty()) {
          throw root.refuse(place, "no object with keys", expected);
        }
        Map<String, String> values = new LinkedHashMap<>();
        element
            .properties()
            .forEach(
                each -> {
                  String key = each.getKey();
                  keys.add(key);
                  values.put(key, json(place + "." + key, each.getValue()));
                });
        alternatives.add(Collections.unmodifiableMap(values));
      }
      keys.forEach(key -> claim(key, "list"));
      all.add(List.copyOf(alternatives));
    }

    private void grid(JsonNode value) {
      for (Map.Entry<String, JsonNode> axis : object("grid", value).properties()) {
        claim(axis.getKey(), "grid");
        List<Map<String, String>> alternatives = new ArrayList<>();
        for (String each : values("grid." + axis.getKey(), axis.getValue())) {
          alternatives.add(one(axis.getKey(), each));
        }
        all.add(List.copyOf(alternatives));
      }
    }

    private void random(JsonNode value) {
      ObjectNode object = object("random", value);
      refuseUnknown(object, List.of("count", "seed", "values"), file, "random.");
      Section section = root.section("random");
      int count = section.wholeInt("count", 1, MOST_DRAWS);
      long seed =
          section.has("seed") ? section.wholeNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE) : 0;
      ObjectNode axes = object("random.values", object.path("values"));
      List<Map<String, String>> draws = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        draws.add(new LinkedHashMap<>());
      }
      for (Map.Entry<String, JsonNode> axis : axes.properties()) {
        String key = axis.getKey();
        claim(key, "random.values");
        // Each key has a stream of its own, so that another key does not change its values.
        RandomStream random = RandomStream.named(seed, "sweep " + key);
        if (axis.getValue().isObject()) {
          Range range = range(key, section.section("values").section(key), axis.getValue());
          draws.forEach(draw -> draw.put(key, range.draw(random)));
        } else {
          List<String> choices = values("random.values." + key, axis.getValue());
          draws.forEach(
              draw -> draw.put(key, choices.get((int) (random.nextDouble() * choices.size()))));
        }
      }
      all.add(draws.stream().map(Collections::unmodifiableMap).toList());
    }

    private Range range(String key, Section section, JsonNode value) {
      String place = "random.values." + key;
      refuseUnknown((ObjectNode) value, List.of("from", "to", "scale"), file, place + ".");
      boolean logarithmic =
          section.has("scale") && section.oneOf("scale", "linear", "log").equals("log");
      boolean whole = ExperimentConfigs.isWhole(key);
      double from = bound(section, "from", whole);
      double to = bound(section, "to", whole);
      if (!(from < to) || logarithmic && from <= 0) {
        throw root.refuse(
            place,
            "from " + Json.line(from) + " to " + Json.line(to),
            logarithmic ? "0 < from < to" : "from < to");
      }
      return new Range(from, to, logarithmic, whole);
    }

    private static double bound(Section section, String key, boolean whole) {
      return whole
          ? section.wholeInt(key, Integer.MIN_VALUE, Integer.MAX_VALUE - 1)
          : section.finite(key);
    }

    private ObjectNode object(String place, JsonNode value) {
      if (value instanceof ObjectNode object && !object.isEmpty()) {
        return object;
      }
      throw root.refuse(
          place,
          value.isObject() ? "an empty object" : "no object",
          "an object of keys of a config");
    }

    private List<String> values(String place, JsonNode value) {
      if (!value.isArray() || value.isEmpty()) {
        throw root.refuse(
            place, value.isArray() ? "an empty list" : "no list", "a list of the values to take");
      }
      Set<String> values = new LinkedHashSet<>();
      for (JsonNode each : value) {
        if (!values.add(json(place, each))) {
          throw root.refuse(place, Json.line(each) + " a second time", "different values");
        }
      }
      return List.copyOf(values);
    }

    private String json(String place, JsonNode value) {
      if (value.isNull() || value.isObject()) {
        throw root.refuse(
            place, value.isNull() ? "null" : "an object", "a value for one key of a config");
      }
      return Json.line(value);
    }

    private void claim(String key, String part) {
      ExperimentConfigs.refuseUnknownKey(key, file + ": " + part + ".");
      if (key.equals(SEEDS) || key.equals("name")) {
        throw root.refuse(
            part + "." + key,
            "a key that no sweep varies",
            key.equals(SEEDS) ? "seeds beside " + part : "any other key of a config",
            key.equals(SEEDS)
                ? "Give \"seeds\": [1, 2, 3] at the top of the file."
                : "Remove it: all runs of a sweep have the name of their experiment.");
      }
      String former = places.put(key, part);
      if (former != null) {
        throw root.refuse(part + "." + key, "a key that " + former + " has", "a key once");
      }
    }

    void refuse(String key, String reason) {
      String place = places.get(key);
      if (place != null) {
        throw root.refuse(place + "." + key, "a key beside " + reason, "one of both");
      }
    }

    private static Map<String, String> one(String key, String value) {
      Map<String, String> values = new LinkedHashMap<>();
      values.put(key, value);
      return Collections.unmodifiableMap(values);
    }
  }
}
