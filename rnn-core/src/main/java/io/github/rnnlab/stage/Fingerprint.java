package io.github.rnnlab.stage;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.record.ConfigValues;
import io.github.rnnlab.record.Recipe;
import io.github.rnnlab.source.InputFile;
import io.github.rnnlab.tensor.NumericClass;
import io.github.rnnlab.tensor.Numerics;
import io.github.rnnlab.workplace.Workplace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that decides the files of a stage. It has no times, places or properties of the machine.
 *
 * @param version of this software
 * @param numerics the version of this software's numerics
 * @param numericClass of the backend; absent for an exact backend, and for preparation
 * @param library of a tolerant backend; absent for an exact one
 * @param config the part of the config that the stage depends on
 * @param inputs the SHA-256 of each file that the stage reads, by config key
 */
record Fingerprint(
    String version,
    int numerics,
    @Nullable String numericClass,
    @Nullable String library,
    Map<String, Object> config,
    Map<String, String> inputs) {

  /** Checks for nulls and copies the maps. */
  Fingerprint {
    Objects.requireNonNull(version, "version");
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }

  /**
   * Returns the fingerprint of preparation. The origin of the text does not count, only its hashes;
   * neither does the split, which training makes.
   */
  static Fingerprint ofPreparation(ExperimentConfig config, Workplace workplace, Inputs inputs) {
    Map<String, Object> part = new LinkedHashMap<>();
    if (config.corpus() != null) {
      Map<String, Object> corpus = new LinkedHashMap<>();
      corpus.put("name", config.corpus().effectiveName());
      Json.object(config.corpus()).forEach(corpus::putIfAbsent);
      corpus
          .keySet()
          .removeAll(List.of("file", "url", "artifact", "stylesheet", "encoding", "lineEnds"));
      config.hashed("corpus").forEach(corpus::putIfAbsent);
      part.put("corpus", corpus);
    }
    Map<String, Object> prepare = config.hashed("prepare");
    prepare.remove("validationFraction");
    prepare.remove("testFraction");
    if (!config.prepare().writeWindows()) {
      prepare.remove("stride");
    }
    part.put("prepare", prepare);
    return new Fingerprint(
        workplace.version(),
        Numerics.VERSION,
        null,
        null,
        part,
        Inputs.hashes(inputs.ofPreparation(config)));
  }

  /**
   * Returns the fingerprint of training and everything it writes, including the sample. The corpus
   * counts by the hash of its text.
   *
   * @param recipe of the config
   */
  static Fingerprint ofTraining(
      Recipe recipe,
      ExperimentConfig config,
      Workplace workplace,
      Inputs inputs,
      String corpusSha256) {
    List<InputFile> files = new ArrayList<>(inputs.weights());
    files.addAll(inputs.vocabulary());
    files.add(new InputFile("corpus", "", corpusSha256));
    if (config.corpus() == null) {
      files.addAll(inputs.text());
    }
    return ofTraining(recipe, workplace.version(), Inputs.hashes(files));
  }

  static Fingerprint ofTraining(Recipe recipe, String version, Map<String, String> inputs) {
    boolean exact = recipe.numericClass() == NumericClass.EXACT;
    return new Fingerprint(
        version,
        recipe.numerics(),
        exact ? null : recipe.className(),
        recipe.library(),
        recipe.config(),
        inputs);
  }

  /** Returns the SHA-256 of this fingerprint in canonical JSON. */
  String sha256() {
    return Sha256.of(Json.canonical(this));
  }

  /** Describes the first difference from a former fingerprint; empty if there is none. */
  String differenceFrom(Fingerprint former) {
    if (!version.equals(former.version)) {
      return "the version of the plugin was " + former.version + " and is " + version;
    }
    if (numerics != former.numerics) {
      return "numerics was " + former.numerics + " and is " + numerics;
    }
    if (!Objects.equals(numericClass, former.numericClass)) {
      return "the numeric class was " + shown(former) + " and is " + shown(this);
    }
    if (!Objects.equals(library, former.library)) {
      return "the library of the backend was " + former.library + " and is " + library;
    }
    String ofConfig = difference(ConfigValues.flat(config), ConfigValues.flat(former.config));
    return ofConfig.isEmpty() ? difference(shortened(inputs), shortened(former.inputs)) : ofConfig;
  }

  /**
   * Describes the first difference from a former fingerprint in what decides a model; empty if
   * there is none. The version and the numerics are those of the files, which say so themselves.
   */
  Optional<String> changeOfModelSince(Fingerprint former) {
    return Optional.of(ofModel().differenceFrom(former.ofModel()))
        .filter(difference -> !difference.isEmpty());
  }

  private Fingerprint ofModel() {
    Map<String, Object> deciding = new LinkedHashMap<>(config);
    deciding.keySet().removeAll(List.of("name", "generation"));
    return new Fingerprint("", 0, numericClass, library, deciding, inputs);
  }

  private static String shown(Fingerprint fingerprint) {
    return Objects.requireNonNullElse(
        fingerprint.numericClass, Recipe.className(NumericClass.EXACT));
  }

  private static String difference(Map<String, String> now, Map<String, String> former) {
    List<ConfigValues.Difference> all = ConfigValues.differences(List.of(former, now));
    if (all.isEmpty()) {
      return "";
    }
    ConfigValues.Difference first = all.get(0);
    String more = all.size() == 1 ? "" : ", and " + (all.size() - 1) + " more changed";
    return first.key()
        + " was "
        + first.values().get(0)
        + " and is "
        + first.values().get(1)
        + more;
  }

  private static Map<String, String> shortened(Map<String, String> hashes) {
    Map<String, String> shortened = new TreeMap<>();
    hashes.forEach((key, sha256) -> shortened.put(key, Freshness.shortened(sha256)));
    return shortened;
  }
}
