package io.github.rnnlab.verify;

import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.content.LineEnds;
import io.github.rnnlab.record.ConfigValues;
import io.github.rnnlab.record.Recipe;
import io.github.rnnlab.record.RunIdentity;
import io.github.rnnlab.record.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the identity of a run with that of an archived run. The library of a tolerant backend
 * may be another one, because only losses within tolerances are compared then.
 *
 * @param archived the identity of the archived run
 * @param where names the archived report in messages
 * @param text the file of the text; null if the text comes from elsewhere
 */
record IdentityDifference(RunIdentity archived, String where, @Nullable Path text) {
  private static final String ASKED_FOR =
      "Undo the change, or archive a run of the new config with mvn rnn:archive.";

  static IdentityDifference from(RunReport archived, String where, @Nullable Path text) {
    return new IdentityDifference(archived.identity(), where, text);
  }

  /** Returns the first difference in the recipe. */
  Optional<Finding> of(Recipe recipe) {
    Recipe expected = archived.recipe();
    if (recipe.numerics() != expected.numerics()) {
      return finding(
          "numerics",
          recipe.numerics() + ", the version of all that decides a bit in this software",
          String.valueOf(expected.numerics()),
          "Archive a run of this version, or verify with the version that the archive names.");
    }
    if (recipe.numericClass() != expected.numericClass()) {
      return finding(
          "numericClass",
          recipe.className() + ", that of the configured backend",
          expected.className(),
          "Verify with a backend of the archived class.");
    }
    List<ConfigValues.Difference> keys =
        ConfigValues.differences(
            List.of(ConfigValues.flat(recipe.config()), ConfigValues.flat(expected.config())));
    return keys.isEmpty()
        ? Optional.empty()
        : finding("config", values(keys, 0), values(keys, 1), ASKED_FOR);
  }

  /** Returns the first difference in the recipe or the inputs. */
  Optional<Finding> of(RunIdentity identity) {
    return of(identity.recipe())
        .or(
            () ->
                ofHash(
                    "corpus.sha256",
                    identity.corpusSha256(),
                    archived.corpusSha256(),
                    "that of the text as it is now",
                    Optional.ofNullable(text)
                        .flatMap(file -> LineEnds.changedByGit(file, archived.corpusSha256()))
                        .orElse(
                            "Restore the text, or archive a run on the new one with mvn"
                                + " rnn:archive.")))
        .or(
            () ->
                ofHash(
                    "corpus.vocabularySha256",
                    identity.vocabularySha256(),
                    archived.vocabularySha256(),
                    "that of the vocabulary as it is now",
                    "Restore the file of prepare.vocabularyFile, or the _chars.json beside"
                        + " prepare.windowsFile, or archive a run with the new one with mvn"
                        + " rnn:archive."))
        .or(
            () ->
                ofHash(
                    "initialWeightsSha256",
                    identity.initialWeightsSha256(),
                    archived.initialWeightsSha256(),
                    "that of model.initialWeights as they are now",
                    "Restore the weights, or archive a run from the new ones with mvn"
                        + " rnn:archive."));
  }

  private Optional<Finding> ofHash(
      String key,
      @Nullable String found,
      @Nullable String expected,
      String meaning,
      String advice) {
    return Objects.equals(found, expected)
        ? Optional.empty()
        : finding(key, found + ", " + meaning, String.valueOf(expected), advice);
  }

  private Optional<Finding> finding(String key, String found, String expected, String advice) {
    return Optional.of(
        Finding.of(Kind.NOT_COMPARABLE, where + ": " + key, found, expected, advice));
  }

  private static String values(List<ConfigValues.Difference> keys, int side) {
    return String.join(
        ", ", keys.stream().map(key -> key.key() + " = " + key.values().get(side)).toList());
  }
}
