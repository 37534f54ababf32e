package io.github.rnnlab.stage;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Corpus;
import io.github.rnnlab.config.ExperimentConfig.Prepare;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.source.InputFile;
import io.github.rnnlab.tensor.Numerics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what a stage of a run leaves: no time, no place, nothing of the machine.
 *
 * @param version of this software
 * @param numerics version of all that decides a bit
 * @param config the part of the config that matters to the stage
 * @param inputs the SHA-256 of what the stage reads, by config key
 */
record Fingerprint(
    String version, int numerics, Map<String, Object> config, Map<String, String> inputs) {

  /** Requires what is never absent, and keeps its own copies. */
  Fingerprint {
    Objects.requireNonNull(version, "version");
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }

  /** That of the preparation: from the corpus to its prepared files. */
  static Fingerprint ofPreparation(ExperimentConfig config, Workplace workplace, Inputs inputs) {
    Map<String, Object> part = new LinkedHashMap<>();
    Corpus corpus = config.corpus();
    if (corpus != null) {
      part.put("corpus", partOf(corpus));
    }
    part.put("prepare", partOf(config.prepare()));
    return new Fingerprint(
        workplace.version(), Numerics.VERSION, part, Inputs.hashes(inputs.text()));
  }

  /**
   * That of training and all that it writes, the sample too, whose prompt the report names. The
   * corpus counts by its text, wherever that came from.
   */
  static Fingerprint ofTraining(
      ExperimentConfig config, Workplace workplace, Inputs inputs, String corpusSha256) {
    List<InputFile> files = new ArrayList<>(inputs.weights());
    files.add(new InputFile("corpus", "", corpusSha256));
    if (config.corpus() == null) {
      files.addAll(inputs.text());
    }
    return new Fingerprint(
        workplace.version(), Numerics.VERSION, config.hashed(), Inputs.hashes(files));
  }

  /** Returns the SHA-256 of this in canonical JSON. */
  String sha256() {
    return Sha256.of(Json.canonical(this));
  }

  /** Says in a few words how this differs from a former one, which is not equal. */
  String differenceFrom(Fingerprint former) {
    if (!version.equals(former.version)) {
      return "the version of the plugin was " + former.version + " and is " + version;
    }
    if (numerics != former.numerics) {
      return "numerics was " + former.numerics + " and is " + numerics;
    }
    String ofConfig = difference(values(config), values(former.config));
    return ofConfig.isEmpty() ? difference(shortened(inputs), shortened(former.inputs)) : ofConfig;
  }

  private static String difference(Map<String, String> now, Map<String, String> former) {
    TreeSet<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(former.keySet());
    List<String> different =
        keys.stream().filter(key -> !shown(now, key).equals(shown(former, key))).toList();
    if (different.isEmpty()) {
      return "";
    }
    String first = different.get(0);
    String more = different.size() == 1 ? "" : ", and " + (different.size() - 1) + " more changed";
    return first + " was " + shown(former, first) + " and is " + shown(now, first) + more;
  }

  private static String shown(Map<String, String> values, String key) {
    return values.getOrDefault(key, "absent");
  }

  /** Canonical JSON by dotted key. */
  private static Map<String, String> values(Map<?, ?> section) {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<?, ?> entry : section.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (entry.getValue() instanceof Map<?, ?> inner) {
        values(inner).forEach((name, value) -> values.put(key + "." + name, value));
      } else {
        values.put(key, Json.canonical(entry.getValue()));
      }
    }
    return values;
  }

  private static Map<String, String> shortened(Map<String, String> hashes) {
    Map<String, String> shortened = new TreeMap<>();
    hashes.forEach((key, sha256) -> shortened.put(key, Freshness.shortened(sha256)));
    return shortened;
  }

  private static Map<String, Object> partOf(Corpus corpus) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("name", corpus.effectiveName());
    put(part, "sha256", corpus.sha256());
    put(part, "entries", corpus.entries());
    return part;
  }

  private static Map<String, Object> partOf(Prepare prepare) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("unit", prepare.unit());
    part.put("sequenceLength", prepare.sequenceLength());
    put(part, "stride", prepare.writeWindows() ? prepare.stride() : null);
    part.put("writeWindows", prepare.writeWindows());
    return part;
  }

  private static void put(Map<String, Object> part, String key, @Nullable Object value) {
    if (value != null) {
      part.put(key, value);
    }
  }
}
