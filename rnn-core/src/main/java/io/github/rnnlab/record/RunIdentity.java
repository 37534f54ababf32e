package io.github.rnnlab.record;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what a run computes. On an exact backend, runs of equal identity compute equal
 * bits; runs of different identities cannot be compared bit by bit. The report states the identity,
 * the digest chain starts from it, and checkpoints bear it.
 *
 * @param recipe what the run is asked to compute
 * @param corpusSha256 of the bytes that were read
 * @param vocabularySha256 of the tokens; null where another hash covers them
 * @param initialWeightsSha256 of the file that training starts from; null for random weights
 */
public record RunIdentity(
    Recipe recipe,
    String corpusSha256,
    @Nullable String vocabularySha256,
    @Nullable String initialWeightsSha256) {

  /** Returns the origin of the digest chain, which its first link follows. */
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
   * Returns the fingerprint of the run's checkpoints. It covers all that decides the result of a
   * step and its record, but not the experiment's name or generation.
   *
   * @param version of this software
   * @param symbols the tokens in the order of their ids
   */
  public String ofCheckpoints(String version, List<?> symbols) {
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
   * Returns this identity without the seeds of training and generation. Runs that share it differ
   * by chance alone.
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
