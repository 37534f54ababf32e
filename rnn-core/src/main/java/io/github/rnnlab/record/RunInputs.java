package io.github.rnnlab.record;

import io.github.rnnlab.record.Finding.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what a run computes. Runs of different inputs cannot be held against each other
 * bit by bit.
 *
 * @param numerics the version of all that decides a bit in this software
 * @param numericClass of the backend
 * @param config the part of the effective config that is hashed
 * @param corpusSha256 of what was read; null if it was not looked at yet
 * @param vocabularySha256 of the characters; null if the text says what they are
 * @param initialWeightsSha256 of the weights to start from; null if weights are drawn
 */
public record RunInputs(
    int numerics,
    String numericClass,
    Map<String, Object> config,
    @Nullable String corpusSha256,
    @Nullable String vocabularySha256,
    @Nullable String initialWeightsSha256) {
  private static final String ASKED_FOR =
      "Undo the change, or archive a run of the new config with mvn rnn:archive.";

  /** Returns what a run was made from. */
  public static RunInputs of(RunReport report) {
    return new RunInputs(
        report.numerics(),
        report.numericClass(),
        report.config(),
        report.corpus().sha256(),
        report.corpus().vocabularySha256(),
        report.initialWeightsSha256());
  }

  /**
   * Returns what a run was made from but for its seed, and for that of the text it writes: runs
   * that share all of it differ by luck alone.
   */
  public static RunInputs withoutSeed(RunReport report) {
    RunInputs all = of(report);
    Map<String, Object> config = new LinkedHashMap<>(all.config);
    config.remove("seed");
    if (config.get("generation") instanceof Map<?, ?> generation) {
      Map<Object, Object> seedless = new LinkedHashMap<>(generation);
      seedless.remove("seed");
      config.put("generation", seedless);
    }
    return new RunInputs(
        all.numerics,
        all.numericClass,
        config,
        all.corpusSha256,
        all.vocabularySha256,
        all.initialWeightsSha256);
  }

  /**
   * Returns the first of these inputs that differs from those of an archived run.
   *
   * @param where names the archived report in the message
   */
  public Optional<Finding> differenceFrom(RunReport archived, String where) {
    RunInputs expected = of(archived);
    if (numerics != expected.numerics) {
      return finding(
          where + ": numerics",
          numerics + ", the version of all that decides a bit in this software",
          String.valueOf(expected.numerics),
          "Archive a run of this version, or verify with the version that the archive names.");
    }
    if (!numericClass.equals(expected.numericClass)) {
      return finding(
          where + ": numericClass",
          numericClass + ", that of the configured backend",
          expected.numericClass,
          "Verify with a backend of the archived class.");
    }
    List<ConfigKeys.Difference> keys =
        ConfigKeys.differences(List.of(ConfigKeys.flat(config), ConfigKeys.flat(expected.config)));
    if (!keys.isEmpty()) {
      return finding(where + ": config", values(keys, 0), values(keys, 1), ASKED_FOR);
    }
    if (corpusSha256 != null && !corpusSha256.equals(expected.corpusSha256)) {
      return finding(
          where + ": corpus.sha256",
          corpusSha256 + ", that of the text as it is now",
          String.valueOf(expected.corpusSha256),
          "Restore the text, or archive a run on the new one with mvn rnn:archive.");
    }
    if (!Objects.equals(vocabularySha256, expected.vocabularySha256)) {
      return finding(
          where + ": corpus.vocabularySha256",
          vocabularySha256 + ", that of the characters beside prepare.windowsFile as they are now",
          String.valueOf(expected.vocabularySha256),
          "Restore the _chars.json, or archive a run with the new one with mvn rnn:archive.");
    }
    if (!Objects.equals(initialWeightsSha256, expected.initialWeightsSha256)) {
      return finding(
          where + ": initialWeightsSha256",
          initialWeightsSha256 + ", that of model.initialWeights as they are now",
          String.valueOf(expected.initialWeightsSha256),
          "Restore the weights, or archive a run from the new ones with mvn rnn:archive.");
    }
    return Optional.empty();
  }

  private static String values(List<ConfigKeys.Difference> keys, int side) {
    return String.join(
        ", ", keys.stream().map(key -> key.key() + " = " + key.values().get(side)).toList());
  }

  private static Optional<Finding> finding(
      String where, String found, String expected, String advice) {
    return Optional.of(Finding.of(Kind.NOT_COMPARABLE, where, found, expected, advice));
  }
}
