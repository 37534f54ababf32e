package io.github.rnnlab.record;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what a run computes. Two runs of one identity on an exact backend compute the
 * same bits; runs of different identities cannot be compared bit by bit. The report states it, the
 * chain of digests starts from it, and checkpoints are named after it.
 *
 * @param recipe what was asked for
 * @param corpusSha256 of the bytes that were read
 * @param vocabularySha256 of the characters; null where the text itself says what they are
 * @param initialWeightsSha256 of the file that training starts from; null if weights are drawn
 */
public record RunIdentity(
    Recipe recipe,
    String corpusSha256,
    @Nullable String vocabularySha256,
    @Nullable String initialWeightsSha256) {

  /** Returns the digest that the first link of the run's chain follows. */
  public String origin() {
    Map<String, Object> content = new TreeMap<>();
    content.put("numerics", recipe.numerics());
    content.put("configSha256", recipe.configSha256());
    content.put("corpusSha256", corpusSha256);
    if (vocabularySha256 != null) {
      content.put("vocabularySha256", vocabularySha256);
    }
    if (initialWeightsSha256 != null) {
      content.put("initialWeightsSha256", initialWeightsSha256);
    }
    recipe.addLibrary(content);
    return Sha256.of(Json.canonical(content));
  }

  /**
   * Returns what the checkpoints of the run are known by: all that decides what a step computes and
   * what is recorded of it, hence neither the experiment's name nor the text that it generates.
   *
   * @param version of this software
   * @param symbols the characters in the order of their ids
   */
  public String ofCheckpoints(String version, List<String> symbols) {
    Map<String, Object> config = new LinkedHashMap<>(recipe.config());
    config.remove("name");
    config.remove("generation");
    Map<String, Object> content = new TreeMap<>();
    content.put("config", config);
    content.put("corpusSha256", corpusSha256);
    content.put("initialWeightsSha256", String.valueOf(initialWeightsSha256));
    content.put("numerics", recipe.numerics());
    content.put("numericClass", recipe.numericClass().name());
    content.put("vocabulary", symbols);
    content.put("version", version);
    recipe.addLibrary(content);
    return Sha256.of(Json.canonical(content));
  }

  /**
   * Returns this without the seed of the run and that of the text it writes: runs that share the
   * rest differ by luck alone.
   */
  public RunIdentity withoutSeed() {
    Map<String, Object> config = new LinkedHashMap<>(recipe.config());
    config.remove("seed");
    if (config.get("generation") instanceof Map<?, ?> generation) {
      Map<Object, Object> seedless = new LinkedHashMap<>(generation);
      seedless.remove("seed");
      config.put("generation", seedless);
    }
    return new RunIdentity(
        new Recipe(recipe.numerics(), recipe.numericClass(), recipe.library(), config),
        corpusSha256,
        vocabularySha256,
        initialWeightsSha256);
  }
}
