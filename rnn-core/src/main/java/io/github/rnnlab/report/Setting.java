package io.github.rnnlab.report;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Training;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.ConfigValues;
import io.github.rnnlab.setting.Overrides;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key of a run's config beside the default of this version.
 *
 * @param key with dots, such as {@code training.epochs}
 * @param value as JSON
 * @param byDefault the default as JSON; null for none
 */
record Setting(String key, String value, @Nullable String byDefault) {
  /** The keys on whose values the defaults of other keys depend. */
  private static final List<String> DECIDING =
      List.of(
          "prepare.unit",
          "prepare.sequenceLength",
          "model.cell",
          "training.stream",
          "training.optimizer.type",
          "training.schedule.type");

  /** Where a text comes from is no part of a report, and has no default. */
  private static final String SOME_CORPUS =
      "{\"name\": \"defaults\", \"corpus\": {\"file\": \"corpus.txt\"}}";

  /** The keys that decide the learning rate of each step. */
  private static final Pattern OF_LEARNING_RATES =
      Pattern.compile(
          "training\\.(epochs|optimizer\\.learningRate|schedule\\..*)|prepare\\.validationFraction");

  /** What no report holds. */
  private static final List<String> UNRECORDED =
      List.of("name", "description", "corpus", "backend", "checkpoints");

  /** Returns whether the value is not the default. */
  boolean differs() {
    return !value.equals(byDefault);
  }

  /**
   * Returns the keys of a report's config, sorted by section and key. A report leaves a key out
   * whose value stands for the behavior before the key existed; it is returned with that value.
   */
  static List<Setting> of(Map<String, Object> recorded) {
    Map<String, String> values = ConfigValues.flat(recorded);
    Map<String, String> defaults = new TreeMap<>(defaults(values));
    Map<String, String> plain = defaults(Map.of());
    DECIDING.forEach(key -> defaults.put(key, Objects.requireNonNull(plain.get(key), key)));
    if (values.containsKey("seed")) {
      defaults.put("generation.seed", values.get("seed"));
    }
    TreeSet<String> keys = new TreeSet<>(values.keySet());
    keys.addAll(defaults.keySet());
    keys.remove("name");
    List<Setting> settings = new ArrayList<>();
    for (String key : keys) {
      String value = values.getOrDefault(key, former(key));
      if (value != null) {
        settings.add(new Setting(key, value, defaults.get(key)));
      }
    }
    return settings;
  }

  /** Returns what decides the learning rates; empty if this version does not know a value. */
  static Optional<Training> training(Collection<Setting> settings) {
    Map<String, String> values = new TreeMap<>();
    for (Setting setting : settings) {
      if (OF_LEARNING_RATES.matcher(setting.key()).matches()) {
        values.put(setting.key(), setting.value());
      }
    }
    try {
      Overrides recorded = new Overrides(null, values);
      return Optional.of(ExperimentConfigs.parse(SOME_CORPUS, "rates", recorded).training());
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** Returns the defaults beside the deciding keys of a config. */
  private static Map<String, String> defaults(Map<String, String> values) {
    Map<String, String> deciding = new TreeMap<>(values);
    deciding.keySet().retainAll(DECIDING);
    ExperimentConfig config;
    try {
      config = ExperimentConfigs.parse(SOME_CORPUS, "defaults", new Overrides(null, deciding));
    } catch (InvalidInputException e) { // A value that another version knew.
      config = ExperimentConfigs.parse(SOME_CORPUS, "defaults", Overrides.NONE);
    }
    Map<String, Object> all = Json.object(config);
    UNRECORDED.forEach(all::remove);
    return ConfigValues.flat(all);
  }

  /** Returns the value of a key that a report lacks; null if its run did without the key. */
  private static @Nullable String former(String key) {
    Object value = ExperimentConfig.formerValue(key);
    int dot = key.lastIndexOf('.');
    if (value == null && dot > 0) {
      value =
          ExperimentConfig.formerValue(key.substring(0, dot)) instanceof Map<?, ?> section
              ? section.get(key.substring(dot + 1))
              : null;
    }
    return value == null ? null : Json.canonical(value);
  }
}
