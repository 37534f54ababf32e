package io.github.rnnlab.record;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chain.Chain;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.tensor.NumericClass;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code report.json}: what a run computed, and from what. On an exact backend, equal configs and
 * corpora give equal bytes on every machine; everything that may differ is in {@link Environment}.
 *
 * @param schema the version of this format
 * @param numerics the version of the numerics; runs of different versions are not comparable
 * @param numericClass {@code exact} or {@code tolerant}
 * @param library of a tolerant backend, with its version, kernels, device and threads; absent for
 *     an exact backend
 * @param name the name of the experiment
 * @param configSha256 of {@code config} in canonical JSON
 * @param config the part of the effective config that can change the result
 * @param corpus the corpus
 * @param initialWeightsSha256 of the weights file that training started from; absent for random
 *     weights
 * @param parameters the number of the model's parameters
 * @param trainingWindows windows per epoch
 * @param steps optimizer steps in all epochs
 * @param validation the held-out text; absent without validation
 * @param epochs the result of each epoch
 * @param stopped why there are fewer epochs than the config says; absent if there are not
 * @param stepLosses the validation losses at intervals of steps; absent without {@code
 *     training.validateEverySteps}
 * @param test the loss on the test text; absent without {@code prepare.testFraction}
 * @param chain the digests of all steps
 * @param digest the SHA-256 of the last link's digest, a line feed and the canonical JSON of this
 *     report without its digest
 */
public record RunReport(
    int schema,
    int numerics,
    String numericClass,
    @Nullable String library,
    String name,
    String configSha256,
    Map<String, Object> config,
    Corpus corpus,
    @Nullable String initialWeightsSha256,
    long parameters,
    long trainingWindows,
    long steps,
    @Nullable Validation validation,
    List<EpochRecord> epochs,
    @Nullable EarlyStop stopped,
    @Nullable List<StepLoss> stepLosses,
    @Nullable TestLoss test,
    Chain chain,
    String digest) {
  /** The current version of the format. */
  public static final int SCHEMA = 2;

  /** Checks for nulls and copies the collections. */
  public RunReport {
    Objects.requireNonNull(numericClass, "numericClass");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(configSha256, "configSha256");
    config =
        Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNull(config, "config")));
    Objects.requireNonNull(corpus, "corpus");
    epochs = List.copyOf(Objects.requireNonNull(epochs, "epochs"));
    stepLosses = stepLosses == null ? null : List.copyOf(stepLosses);
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(digest, "digest");
  }

  /**
   * The corpus.
   *
   * @param sha256 of the bytes that were read
   * @param bytes the number of these bytes
   * @param characters the number of Unicode code points; in a file of bytes, those that begin a
   *     character in UTF-8
   * @param tokens the number of tokens; absent where each character is one
   * @param vocabularySize the number of distinct tokens
   * @param vocabularySha256 of the JSON list of these tokens in the order of their ids; absent
   *     where the hash of the text, or that of the initial weights, covers them
   */
  public record Corpus(
      String sha256,
      long bytes,
      long characters,
      @Nullable Long tokens,
      int vocabularySize,
      @Nullable String vocabularySha256) {
    /** Checks for a null hash. */
    public Corpus {
      Objects.requireNonNull(sha256, "sha256");
    }

    /** Returns the number of tokens. */
    long length() {
      return tokens == null ? characters : tokens;
    }

    /** Returns the mean number of tokens per character. */
    double tokensPerCharacter() {
      return (double) length() / characters;
    }
  }

  /**
   * A held-out text.
   *
   * @param characters of the held-out text, or of all held-out windows; absent where {@code tokens}
   *     is not
   * @param tokens of the held-out text; absent where each character is one
   * @param windows the number of its windows, side by side
   * @param windowLength predictions per window
   */
  public record Validation(
      @Nullable Long characters, @Nullable Long tokens, long windows, int windowLength) {}

  /**
   * Returns the sealed report of a run.
   *
   * @param corpus the corpus, with the hashes of the identity
   * @param stepLosses null without {@code training.validateEverySteps}
   * @param test null without {@code prepare.testFraction}
   */
  public static RunReport of(
      RunIdentity identity,
      Corpus corpus,
      long parameters,
      long trainingWindows,
      long steps,
      @Nullable Validation validation,
      List<EpochRecord> epochs,
      @Nullable List<StepLoss> stepLosses,
      @Nullable TestLoss test,
      Chain chain) {
    Recipe recipe = identity.recipe();
    return new RunReport(
            SCHEMA,
            recipe.numerics(),
            recipe.className(),
            recipe.library(),
            String.valueOf(recipe.config().get("name")),
            recipe.configSha256(),
            recipe.config(),
            corpus,
            identity.initialWeightsSha256(),
            parameters,
            trainingWindows,
            steps,
            validation,
            epochs,
            EarlyStop.of(recipe.config(), epochs),
            stepLosses,
            test,
            chain,
            "")
        .sealed();
  }

  /**
   * Reads a report and checks that it is as a run wrote it: complete, of this schema, with a valid
   * chain and digest, and with no impossible value.
   *
   * @throws InvalidInputException if the file is missing, truncated, edited or of another schema;
   *     the message names what is wrong
   */
  public static RunReport read(Path file) {
    return ReportReader.read(file);
  }

  /**
   * Parses a report in order to show it. The digests are not checked, because that takes several
   * times as long.
   *
   * @param where names the report in messages
   */
  public static RunReport parse(String text, String where) {
    return ReportReader.parse(text, where);
  }

  /** Returns the seed of the run. */
  public long seed() {
    return ((Number) Objects.requireNonNull(config.get("seed"), "seed")).longValue();
  }

  /** Returns what the model predicts: {@code character}, {@code byte} or {@code word}. */
  public String token() {
    Object unit = config.get("prepare") instanceof Map<?, ?> prepare ? prepare.get("unit") : null;
    return "byte".equals(unit) || "word".equals(unit) ? String.valueOf(unit) : "character";
  }

  /** Returns what the run was made from. */
  public RunIdentity identity() {
    return new RunIdentity(
        new Recipe(
            numerics, NumericClass.valueOf(numericClass.toUpperCase(Locale.ROOT)), library, config),
        corpus.sha256(),
        corpus.vocabularySha256(),
        initialWeightsSha256);
  }

  /** Returns whether an exact backend computed the run. */
  public boolean isExact() {
    return numericClass.equals(Recipe.className(NumericClass.EXACT));
  }

  /** Returns this report with its correct digest. */
  public RunReport sealed() {
    Map<String, Object> content = Json.object(this);
    content.remove("digest");
    return new RunReport(
        schema,
        numerics,
        numericClass,
        library,
        name,
        configSha256,
        config,
        corpus,
        initialWeightsSha256,
        parameters,
        trainingWindows,
        steps,
        validation,
        epochs,
        stopped,
        stepLosses,
        test,
        chain,
        Sha256.of(chain.lastDigest(identity().origin()) + "\n" + Json.canonical(content)));
  }

  /** Writes the file atomically. */
  public void write(Path file) {
    AtomicFile.write(file, Json.pretty(this));
  }
}
