package io.github.rnnlab.config;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.NearestName;
import io.github.rnnlab.setting.ConfigJson;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads experiment configs. Every method throws {@link InvalidInputException} for an invalid file;
 * the message names the file, the JSON path, what was found and what is allowed.
 */
public final class ExperimentConfigs {
  private static final String ENDING = ".json";
  private static final String SEEDS = "training.seeds";

  private ExperimentConfigs() {}

  /** Returns all keys that can be overridden, in the order of a config. */
  public static List<String> keys() {
    return Keys.values();
  }

  /** Checks that every key of overrides exists, for a goal that reads no config. */
  public static void refuseUnknownKeys(Overrides overrides) {
    Keys.refuseUnknown(overrides);
  }

  /** Reads all configs of a directory without overrides. */
  public static List<ExperimentFile> readDirectory(Path directory) {
    return readDirectory(directory, null, Overrides.NONE);
  }

  /**
   * Reads the configs of a directory, sorted by file name: every {@code *.json} directly inside it,
   * except hidden files and {@code *.schema.json}.
   *
   * @param selected the name, before overrides, of the only config to read, from {@code
   *     -Drnn.config}; null for all. Invalid values in other configs are then ignored
   * @param overrides the values that replace those of each config
   */
  public static List<ExperimentFile> readDirectory(
      Path directory, @Nullable String selected, Overrides overrides) {
    Keys.refuseUnknown(overrides);
    Map<Path, ObjectNode> trees = new LinkedHashMap<>();
    for (Path file : configsOf(directory)) {
      trees.put(file, ConfigJson.read(file));
    }
    if (selected != null) {
      List<String> names = trees.entrySet().stream().map(ExperimentConfigs::nameOf).toList();
      trees.entrySet().removeIf(entry -> !nameOf(entry).equals(selected));
      if (trees.isEmpty()) {
        throw new InvalidInputException(
            "-Drnn.config",
            Section.quote(selected),
            "one of the configs of " + directory + ": " + String.join(", ", names),
            NearestName.to(selected, names)
                .map(nearest -> "Did you mean -Drnn.config=" + nearest + "?")
                .orElse("Give one of these, or leave the flag out to take them all."));
      }
    }
    List<ExperimentFile> read = new ArrayList<>();
    trees.forEach((file, tree) -> read.add(experiment(file, tree, overrides)));
    refuseTwins(read);
    return List.copyOf(read);
  }

  /** Reads one config file. Its name defaults to the file name without {@code .json}. */
  public static ExperimentFile readFile(Path file, Overrides overrides) {
    Keys.refuseUnknown(overrides);
    return experiment(file, ConfigJson.read(file), overrides);
  }

  /**
   * Reads a config, which must have a name, from JSON.
   *
   * @param where names the text in messages
   */
  public static ExperimentConfig parse(String json, String where) {
    return parse(json, where, Overrides.NONE);
  }

  /**
   * Reads a config from JSON and applies overrides.
   *
   * @param where names the text in messages
   */
  public static ExperimentConfig parse(String json, String where, Overrides overrides) {
    Keys.refuseUnknown(overrides);
    return config(ConfigJson.parse(json, where), where, overrides);
  }

  /** Reads a config from the text of a file, which gives it its default name. */
  public static ExperimentConfig parseFile(String json, String fileName) {
    ObjectNode tree = ConfigJson.parse(json, fileName);
    return config(named(tree, fileName), fileName, Overrides.NONE);
  }

  /**
   * Returns the name of the experiment in the text of a config file, or its default name if the
   * text cannot be parsed.
   */
  public static String nameIn(String json, String fileName) {
    String byDefault = baseName(fileName);
    return ConfigJson.value(json)
        .map(tree -> tree.path("name").stringValue(byDefault))
        .orElse(byDefault);
  }

  private static List<Path> configsOf(Path directory) {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files =
          all.filter(file -> isConfig(fileName(file)) && Files.isRegularFile(file))
              .sorted(Comparator.comparing(ExperimentConfigs::fileName))
              .collect(Collectors.toList());
    } catch (IOException e) {
      throw new InvalidInputException(
          directory.toString(),
          "a directory that cannot be read (" + e + ")",
          "a readable directory",
          "Create it or make it readable.",
          e);
    }
    if (files.isEmpty()) {
      throw new InvalidInputException(
          directory.toString(),
          "no experiment config",
          "at least one *.json file",
          "Put a config such as seed.json there.");
    }
    return files;
  }

  /** Returns whether the name of a file in an experiment directory is that of a config. */
  public static boolean isConfig(String name) {
    return name.endsWith(ENDING) && !name.endsWith(".schema.json") && !name.startsWith(".");
  }

  private static ExperimentFile experiment(Path file, ObjectNode tree, Overrides overrides) {
    String fileName = fileName(file);
    return new ExperimentFile(file, config(named(tree, fileName), fileName, overrides));
  }

  private static ObjectNode named(ObjectNode tree, String fileName) {
    return tree.has("name") ? tree : tree.put("name", baseName(fileName));
  }

  private static ExperimentConfig config(ObjectNode tree, String where, Overrides overrides) {
    Keys.refuseUnknown(tree, where);
    if (overrides.corpus() != null) {
      replaceCorpus(tree, overrides.corpus());
    }
    refuseSeedBesideSeeds(tree, where, overrides);
    return ConfigReader.experiment(Section.root(Defaults.under(tree), where, overrides));
  }

  /**
   * Replaces the configured corpus by a file. Its name stays, because the prepared files are named
   * after it.
   */
  private static void replaceCorpus(ObjectNode tree, Path file) {
    JsonNode name = tree.path("corpus").path("name");
    ObjectNode corpus = tree.putObject("corpus").put("file", file.toString());
    if (!name.isMissingNode()) {
      corpus.set("name", name);
    }
  }

  /**
   * Refuses a seed beside seeds. A flag may set seeds whatever the file says; a flag for a single
   * seed beside them is a mistake.
   */
  private static void refuseSeedBesideSeeds(ObjectNode tree, String where, Overrides overrides) {
    boolean seedsByFlag = overrides.touches(SEEDS);
    boolean seedByFlag = overrides.touches("seed");
    boolean both = tree.has("seed") && !seedsByFlag || seedByFlag;
    if (both && (seedsByFlag || tree.path("training").has("seeds"))) {
      throw new InvalidInputException(
          seedByFlag ? Overrides.flag("seed") : where + ": seed",
          "a seed beside " + SEEDS,
          "either seed or " + SEEDS,
          seedByFlag
              ? "For one run, give " + Overrides.flag(SEEDS) + "=[SEED] instead."
              : "Remove one of them.");
    }
  }

  /** Refuses two experiments that would share a directory; some file systems ignore case. */
  private static void refuseTwins(List<ExperimentFile> files) {
    Map<String, ExperimentFile> byName = new LinkedHashMap<>();
    for (ExperimentFile file : files) {
      ExperimentFile twin = byName.put(file.config().name().toLowerCase(Locale.ROOT), file);
      if (twin != null) {
        throw new InvalidInputException(
            fileName(file.file()) + ": name",
            Section.quote(file.config().name()) + ", the name of " + fileName(twin.file()),
            "a name of its own, also if case is ignored",
            "Rename one of " + fileName(twin.file()) + " and " + fileName(file.file()) + ".");
      }
    }
  }

  private static String nameOf(Map.Entry<Path, ObjectNode> config) {
    return config.getValue().path("name").stringValue(baseName(fileName(config.getKey())));
  }

  private static String baseName(String name) {
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }
}
