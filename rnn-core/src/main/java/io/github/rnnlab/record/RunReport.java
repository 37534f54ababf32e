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
 * {@code report.json}: what a run computed and from what. With an exact backend the same config and
 * corpus give the same bytes on every machine; whatever may differ stands in {@link Environment}.
 *
 * @param schema version of this form
 * @param numerics version of all that decides a bit; runs of different versions are not comparable
 * @param numericClass {@code exact}, or {@code tolerant} for a backend that promises less
 * @param library name and version of the library of a tolerant backend; absent for an exact one
 * @param name of the experiment
 * @param configSha256 of the effective config in canonical JSON
 * @param config all of the effective config that can change a result
 * @param corpus what was learnt from
 * @param initialWeightsSha256 of the weights file that training started from; absent if weights
 *     were drawn
 * @param parameters how many numbers the model has
 * @param trainingWindows windows per epoch
 * @param steps of the optimiser, in all epochs
 * @param validation what the model was judged on; absent if nothing was held back
 * @param epochs the outcome of each epoch
 * @param chain what the steps computed
 * @param digest SHA-256 of the last link's digest, a line feed and the canonical JSON of this
 *     report without its digest: an edited report no longer has it
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
    Chain chain,
    String digest) {
  /** The present version of the form. */
  public static final int SCHEMA = 2;

  /** Requires what is never absent, and keeps its own copies. */
  public RunReport {
    Objects.requireNonNull(numericClass, "numericClass");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(configSha256, "configSha256");
    config =
        Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNull(config, "config")));
    Objects.requireNonNull(corpus, "corpus");
    epochs = List.copyOf(Objects.requireNonNull(epochs, "epochs"));
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(digest, "digest");
  }

  /**
   * What was learnt from.
   *
   * @param sha256 of the bytes that were read
   * @param bytes how many those were
   * @param characters Unicode code points
   * @param vocabularySize distinct characters
   * @param vocabularySha256 of the JSON list of these characters in the order of their ids; absent
   *     where the bytes that were read are a text, which says itself what they are
   */
  public record Corpus(
      String sha256,
      long bytes,
      long characters,
      int vocabularySize,
      @Nullable String vocabularySha256) {
    /** Requires the hash. */
    public Corpus {
      Objects.requireNonNull(sha256, "sha256");
    }
  }

  /**
   * What a model is judged on.
   *
   * @param characters of the held-out text, or of the held-out windows together
   * @param windows that lie side by side in it
   * @param windowLength predictions in each of them
   */
  public record Validation(long characters, long windows, int windowLength) {}

  /**
   * Returns the sealed report of a run.
   *
   * @param corpus whose hashes are those of the identity
   */
  public static RunReport of(
      RunIdentity identity,
      Corpus corpus,
      long parameters,
      long trainingWindows,
      long steps,
      @Nullable Validation validation,
      List<EpochRecord> epochs,
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
            chain,
            "")
        .sealed();
  }

  /**
   * Reads a report and checks that it is as a run left it: whole, of this schema, with a chain
   * whose every link follows from the one before it, and with no value that a run cannot have.
   *
   * @throws InvalidInputException if the file is missing, truncated, of another schema or edited;
   *     it names what is broken
   */
  public static RunReport read(Path file) {
    return ReportReader.read(file);
  }

  /**
   * Reads the text of a report to show what it says: all is checked but its digests, which take
   * several times as long.
   *
   * @param where what to call it in messages
   */
  public static RunReport parse(String text, String where) {
    return ReportReader.parse(text, where);
  }

  /** Returns the seed that the run had. */
  public long seed() {
    return ((Number) Objects.requireNonNull(config.get("seed"), "seed")).longValue();
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

  /** Whether the run was computed by an exact backend. */
  public boolean isExact() {
    return numericClass.equals(Recipe.className(NumericClass.EXACT));
  }

  /** Returns this report with the digest that belongs to all the rest of it. */
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
        chain,
        Sha256.of(chain.lastDigest(identity().origin()) + "\n" + Json.canonical(content)));
  }

  /** Writes the file, whole or not at all. */
  public void write(Path file) {
    AtomicFile.write(file, Json.pretty(this));
  }
}
