package io.github.rnnlab.discovery;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.NearestName;
import io.github.rnnlab.setting.ConfigJson;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON files of an experiment directory: every {@code *.json} directly inside it, except hidden
 * files, {@code *.schema.json} and {@code *.sweep.json}. Files that are plainly no experiments are
 * told from configs: a JSON of other content than an object, an object without any section of a
 * config, even a misspelled one, and a file that a config names as its text, weights, or the like.
 */
public final class ConfigFiles {
  /** The end of the name of a sweep, which is no experiment. */
  public static final String SWEEP_ENDING = ".sweep.json";

  private static final String ENDING = ".json";

  /** No config is as long; a text is not read to find out that it is one. */
  private static final long MOST_BYTES = 1 << 24;

  /** The keys that name files which an experiment reads. */
  private static final List<String> INPUTS =
      List.of(
          "corpus.file",
          "corpus.stylesheet",
          "prepare.windowsFile",
          "prepare.vocabularyFile",
          "model.initialWeights");

  private final Path directory;

  /** The configs, unchecked, by file in the order of the names. */
  private final Map<Path, ObjectNode> trees = new LinkedHashMap<>();

  /** Files that may be configs, but cannot be read as such, and why. */
  private final Map<Path, InvalidInputException> broken = new LinkedHashMap<>();

  /** Files that are plainly none, and what they are. */
  private final Map<Path, String> others = new TreeMap<>();

  private ConfigFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads the files of a directory.
   *
   * @param sections the keys of a config that no other JSON has: those of its sections
   * @param overrides may name a corpus, too
   * @throws InvalidInputException if the directory cannot be read
   */
  public static ConfigFiles in(Path directory, Collection<String> sections, Overrides overrides) {
    ConfigFiles files = new ConfigFiles(directory);
    for (Path file : list(directory)) {
      files.read(file, sections);
    }
    Set<Path> inputs = files.inputs(overrides);
    for (Path file : inputs) {
      ObjectNode tree = files.trees.get(file);
      if (files.broken.remove(file) != null || tree != null && !hasText(tree)) {
        files.trees.remove(file);
        files.others.put(file, "a file that a config names");
      }
    }
    return files;
  }

  /** Returns whether the name of a file in an experiment directory is that of a config. */
  public static boolean isName(String name) {
    return name.endsWith(ENDING)
        && !name.endsWith(".schema.json")
        && !name.endsWith(SWEEP_ENDING)
        && !name.startsWith(".");
  }

  /**
   * Returns what a JSON value is that is plainly no config; null for one that may be a config.
   *
   * @param sections the keys of a config's sections
   */
  public static @Nullable String otherThanConfig(JsonNode json, Collection<String> sections) {
    if (!json.isObject()) {
      return json.isArray() ? "a JSON list" : "a JSON value that is no object";
    }
    boolean foreign =
        !json.isEmpty()
            && json.propertyStream()
                .map(Map.Entry::getKey)
                .noneMatch(
                    key -> sections.stream().anyMatch(own -> NearestName.edits(key, own) <= 1));
    return foreign ? "a JSON object without " + String.join(", ", sections) : null;
  }

  /** Returns the paths of all files that a config names as inputs, as written. */
  public static List<String> inputFiles(JsonNode config) {
    List<String> files = new ArrayList<>();
    for (String key : INPUTS) {
      String file = config.at("/" + key.replace('.', '/')).stringValue(null);
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  /** Returns the configs by file in the order of the names. The caller owns the map. */
  public Map<Path, ObjectNode> all() {
    if (!broken.isEmpty()) {
      throw broken.values().iterator().next();
    }
    if (trees.isEmpty()) {
      throw none();
    }
    return new LinkedHashMap<>(trees);
  }

  /** Returns whether there is any config, or a file that may be one but cannot be read. */
  public boolean hasAny() {
    return !trees.isEmpty() || !broken.isEmpty();
  }

  /**
   * Returns the only config of a name, whatever the other files hold.
   *
   * @param name that of the experiment, from {@code -Drnn.config}
   */
  public Map<Path, ObjectNode> named(String name) {
    for (Map.Entry<Path, InvalidInputException> file : broken.entrySet()) {
      if (baseName(fileName(file.getKey())).equals(name)) {
        throw file.getValue();
      }
    }
    Map<Path, ObjectNode> found = new LinkedHashMap<>(trees);
    found.entrySet().removeIf(entry -> !nameOf(entry).equals(name));
    if (!found.isEmpty()) {
      return found;
    }
    for (Map.Entry<Path, String> other : others.entrySet()) {
      if (baseName(fileName(other.getKey())).equals(name)) {
        throw new InvalidInputException(
            "-Drnn.config",
            fileName(other.getKey()) + ", " + other.getValue(),
            "the config of an experiment",
            "Correct -Drnn.config, or the file.");
      }
    }
    List<String> names = trees.entrySet().stream().map(ConfigFiles::nameOf).toList();
    if (names.isEmpty()) {
      throw none();
    }
    throw new InvalidInputException(
        "-Drnn.config",
        Section.quote(name),
        "one of the configs of " + directory + ": " + String.join(", ", names),
        NearestName.to(name, names)
            .map(nearest -> "Did you mean -Drnn.config=" + nearest + "?")
            .orElse("Give one of these, or leave the flag out to take them all."));
  }

  /** Returns the name of the experiment in a config file. */
  private static String nameOf(Map.Entry<Path, ObjectNode> config) {
    return config.getValue().path("name").stringValue(baseName(fileName(config.getKey())));
  }

  /** Returns the name of a file without {@code .json}, which is the default name of its config. */
  public static String baseName(String name) {
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  private void read(Path file, Collection<String> sections) {
    if (file.toFile().length() > MOST_BYTES) {
      others.put(file, "a JSON file of more than " + (MOST_BYTES >> 20) + " MiB");
      return;
    }
    try {
      JsonNode json = ConfigJson.anyOf(file);
      String other = otherThanConfig(json, sections);
      if (other != null) {
        others.put(file, other);
      } else {
        trees.put(file, (ObjectNode) json);
      }
    } catch (InvalidInputException e) {
      broken.put(file, e);
    }
  }

  /** Returns the files that configs and overrides name as inputs. */
  private Set<Path> inputs(Overrides overrides) {
    Set<Path> inputs = new LinkedHashSet<>();
    if (overrides.corpus() != null) {
      inputs.add(overrides.corpus());
    }
    INPUTS.forEach(key -> inputs.add(path(overrides.values().get(key))));
    trees.values().forEach(tree -> inputFiles(tree).forEach(file -> inputs.add(path(file))));
    List<Path> normal = inputs.stream().map(ConfigFiles::normal).toList();
    return Stream.concat(trees.keySet().stream(), broken.keySet().stream())
        .filter(file -> normal.contains(normal(file)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Path normal(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private Path path(@Nullable String text) {
    try {
      return text == null ? directory : directory.resolve(text);
    } catch (InvalidPathException e) {
      return directory; // Reading the config says so.
    }
  }

  /** Returns whether a config names a text, without which no JSON is one. */
  private static boolean hasText(ObjectNode tree) {
    return tree.has("corpus") || tree.has("prepare");
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> isName(fileName(file)) && Files.isRegularFile(file))
          .sorted(Comparator.comparing(ConfigFiles::fileName))
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          directory.toString(),
          "a directory that cannot be read (" + e + ")",
          "a readable directory",
          "Create it or make it readable.",
          e);
    }
  }

  private InvalidInputException none() {
    List<String> found = new ArrayList<>();
    others.forEach((file, what) -> found.add(fileName(file) + ", " + what));
    return new InvalidInputException(
        directory.toString(),
        "no experiment config" + (found.isEmpty() ? "" : " (" + String.join("; ", found) + ")"),
        "at least one *.json file with an experiment",
        "Put a config such as seed.json there, or name another directory with"
            + " -Drnn.configDirectory. In a module without experiments, set the property rnn.skip"
            + " to true in its pom.");
  }
}
