package io.github.rnnlab.launch;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.stage.Inputs;
import io.github.rnnlab.stage.Recipes;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * An order for one run: all that it needs, and where it leaves its files. Immutable, so threads may
 * share it.
 *
 * @param config the effective config, with a single seed
 * @param configSha256 its hash
 * @param inputs the SHA-256 of each file that the run reads (text, vocabulary, initial weights), by
 *     the config key that names it; a run refuses other files. Empty where nobody named them
 * @param workplace where the files are read and written
 * @param force whether to train from the start even if the run is up to date
 * @param fresh whether to ignore checkpoints
 */
public record Order(
    ExperimentConfig config,
    String configSha256,
    Map<String, String> inputs,
    Workplace workplace,
    boolean force,
    boolean fresh) {
  /** Copies the hashes. */
  public Order {
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }

  /** Returns an order for a run on the files as they are now, which are hashed. */
  public static Order of(
      ExperimentConfig config, Workplace workplace, boolean force, boolean fresh) {
    return of(config, Inputs.of(config, workplace).hashes(), workplace, force, fresh);
  }

  /** Returns an order for a run on whatever files are there when it begins. */
  public static Order unchecked(
      ExperimentConfig config, Workplace workplace, boolean force, boolean fresh) {
    return of(config, Map.of(), workplace, force, fresh);
  }

  /** Returns an order for a run on files whose hashes are known. */
  public static Order of(
      ExperimentConfig config,
      Map<String, String> inputs,
      Workplace workplace,
      boolean force,
      boolean fresh) {
    return new Order(config, config.sha256(), inputs, workplace, force, fresh);
  }

  /**
   * Returns the address of the run, 64 hexadecimal digits: the hash of all that decides its result,
   * but for the version of this software. Orders of equal address are for the same run. Of the
   * backend, only a tolerant one counts, because all exact ones compute the same bits.
   */
  public String address() {
    Map<String, Object> content = new TreeMap<>();
    content.put("configSha256", configSha256);
    content.put("inputs", inputs);
    if (!Recipes.isKnownEverywhere(config)) {
      content.put("backend", Json.object(config.backend()));
    }
    return Sha256.of(Json.canonical(content));
  }

  /** Returns a copy for a run that leaves its files in another directory. */
  public Order in(Path outputDirectory) {
    return new Order(config, configSha256, inputs, workplace.in(outputDirectory), force, fresh);
  }

  /**
   * Checks that config and files are those that the order names.
   *
   * @throws BrokenRunException naming the first one that is not, with both hashes
   */
  public void requireNamed() {
    require("the config", configSha256, config.sha256());
    if (inputs.isEmpty()) {
      return;
    }
    Map<String, String> found = Inputs.of(config, workplace).hashes();
    inputs.forEach((key, sha256) -> require(key, sha256, found.getOrDefault(key, "absent")));
  }

  private static void require(String what, String expected, String found) {
    if (!expected.equals(found)) {
      throw new BrokenRunException(
          what
              + ": found the SHA-256 "
              + found
              + "; expected "
              + expected
              + ", which the run was ordered with. Give the machine that runs it the same file, or"
              + " start again if the file was changed meanwhile.");
    }
  }

  /** Returns the order as one line of JSON without its line feed. */
  public String toLine() {
    return Json.line(this);
  }

  /**
   * Reads the result of {@link #toLine()}.
   *
   * @throws BrokenRunException if the line is anything else
   */
  public static Order fromLine(String line) {
    try {
      return Json.read(line, Order.class);
    } catch (JacksonException e) {
      throw new BrokenRunException(
          "Cannot read the order of a run ("
              + e.getOriginalMessage()
              + "). Use the same version of this software on every machine.",
          e);
    }
  }
}
