package io.github.rnnlab.config;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.discovery.ConfigFiles;
import io.github.rnnlab.setting.ConfigJson;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.setting.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads experiment configs. Every method throws {@link InvalidInputException} for an invalid file;
 * the message names the file, the JSON path, what was found and what is allowed.
 */
public final class ExperimentConfigs {
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

  /**
   * Checks that a dotted key is that of a single value of a config.
   *
   * @param before what stands before the key in messages
   */
  public static void refuseUnknownKey(String key, String before) {
    Keys.refuseUnknown(key, before);
  }

  /** Returns whether the value of a dotted key is a whole number. */
  public static boolean isWhole(String key) {
    return Keys.isWhole(key);
  }

  /** Reads all configs of a directory without overrides. */
  public static List<ExperimentFile> readDirectory(Path directory) {
    return readDirectory(directory, null, Overrides.NONE);
  }

  /**
   * Reads the configs of a directory, sorted by file name: every {@code *.json} directly inside it,
   * except hidden files, {@code *.schema.json}, {@code *.sweep.json}, and what is plainly no
   * experiment ({@link ConfigFiles}).
   *
   * @param selected the name, before overrides, of the only config to read, from {@code
   *     -Drnn.config}; null for all. Invalid values in other configs are then ignored
   * @param overrides the values that replace those of each config
   */
  public static List<ExperimentFile> readDirectory(
      Path directory, @Nullable String selected, Overrides overrides) {
    Keys.refuseUnknown(overrides);
    ConfigFiles files = ConfigFiles.in(directory, Keys.sections(), overrides);
    Map<Path, ObjectNode> trees = selected == null ? files.all() : files.named(selected);
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
    String byDefault = ConfigFiles.baseName(fileName);
    return ConfigJson.value(json)
        .map(tree -> tree.path("name").stringValue(byDefault))
        .orElse(byDefault);
  }

  /**
   * Returns whether a directory has any config, even one that cannot be read.
   *
   * @throws InvalidInputException if the directory cannot be read
   */
  public static boolean areIn(Path directory) {
    return ConfigFiles.in(directory, Keys.sections(), Overrides.NONE).hasAny();
  }

  /** Returns whether a file of an experiment directory may be a config, by its name and content. */
  public static boolean isConfig(String name, String json) {
    return ConfigFiles.isName(name)
        && ConfigJson.value(json)
            .map(value -> ConfigFiles.otherThanConfig(value, Keys.sections()) == null)
            .orElse(true);
  }

  private static ExperimentFile experiment(Path file, ObjectNode tree, Overrides overrides) {
    String fileName = fileName(file);
    return new ExperimentFile(file, config(named(tree, fileName), fileName, overrides));
  }

  private static ObjectNode named(ObjectNode tree, String fileName) {
    return tree.has("name") ? tree : tree.put("name", ConfigFiles.baseName(fileName));
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
   * after it, and so does what becomes of line ends. The encoding is that of the other file.
   */
  private static void replaceCorpus(ObjectNode tree, Path file) {
    JsonNode former = tree.path("corpus");
    ObjectNode corpus = tree.putObject("corpus").put("file", file.toString());
    for (String key : List.of("name", "lineEnds")) {
      if (former.has(key)) {
        corpus.set(key, former.get(key));
      }
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

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }
}
