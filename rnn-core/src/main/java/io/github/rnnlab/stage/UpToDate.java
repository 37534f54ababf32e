package io.github.rnnlab.stage;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.record.Recipe;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.stage.Fingerprints.Stage;
import io.github.rnnlab.stage.Fingerprints.Text;
import io.github.rnnlab.workplace.Workplace;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a goal has anything to do. The decision depends on the content of the run
 * directory and of the inputs, never on time stamps. Of the backend, only its numeric class and
 * library count, because all exact backends compute the same bits.
 */
public final class UpToDate {
  private UpToDate() {}

  /** Checks preparation. */
  public static Freshness ofPreparation(ExperimentConfig config, Workplace workplace) {
    Fingerprints recorded = recorded(workplace);
    return recorded.prepare() == null && !recorded.isDamaged()
        ? Freshness.missing()
        : ofPreparation(recorded, config, workplace, Inputs.of(config, workplace));
  }

  /**
   * Checks preparation and training. The answer for a tolerant backend is {@link
   * Freshness.State#UNKNOWN}: its library is loaded in the worker alone, which decides itself.
   */
  public static Freshness ofTraining(ExperimentConfig config, Workplace workplace) {
    return Recipes.isKnownEverywhere(config)
        ? ofFinishedRun(config, workplace)
        : Freshness.unknown();
  }

  /**
   * Checks preparation and training of a run that is to be archived. Any library of a tolerant
   * backend will do, because the report states it.
   */
  public static Freshness ofFinishedRun(ExperimentConfig config, Workplace workplace) {
    Fingerprints recorded = recorded(workplace);
    if (recorded.train() == null && !recorded.isDamaged()) {
      return Freshness.missing();
    }
    Inputs inputs = Inputs.of(config, workplace);
    Freshness preparation = ofPreparation(recorded, config, workplace, inputs);
    return preparation.isFresh()
        ? ofTraining(recipe(config, recorded), recorded, config, workplace, inputs)
        : preparation;
  }

  /**
   * Returns what has changed since a run was trained, of all that decides its model; empty if
   * nothing has, or if no record says so. What decides only generated text does not count, nor does
   * the version of this software.
   */
  public static Optional<String> changeSinceTraining(ExperimentConfig config, Workplace workplace) {
    Fingerprints recorded = recorded(workplace);
    Stage preparation = recorded.prepare();
    Stage training = recorded.train();
    Text corpus = recorded.corpus();
    if (preparation == null || training == null || corpus == null) {
      return Optional.empty();
    }
    Inputs inputs;
    try {
      inputs = Inputs.of(config, workplace);
    } catch (InvalidInputException e) {
      return Optional.empty(); // Whoever reads the text says what is wrong.
    }
    return Fingerprint.ofPreparation(config, workplace, inputs)
        .changeOfModelSince(preparation.madeFrom())
        .or(
            () ->
                Fingerprint.ofTraining(
                        recipe(config, recorded), config, workplace, inputs, corpus.sha256())
                    .changeOfModelSince(training.madeFrom()));
  }

  /**
   * Opens the prepared corpus of a run directory, whatever has changed since; empty if there is
   * none.
   *
   * @throws io.github.rnnlab.InvalidInputException if a file of it is missing or damaged
   */
  public static Optional<PreparedCorpus> preparedCorpus(
      ExperimentConfig config, Workplace workplace) {
    Text corpus = recorded(workplace).corpus();
    return corpus == null
        ? Optional.empty()
        : Optional.of(new CorpusReader(config, workplace).reopened(corpus));
  }

  private static Recipe recipe(ExperimentConfig config, Fingerprints recorded) {
    if (Recipes.isKnownEverywhere(config)) {
      return Recipes.of(config);
    }
    Stage training = recorded.train();
    String library = training == null ? null : training.madeFrom().library();
    return Recipes.of(config, Objects.requireNonNullElse(library, "unknown"));
  }

  static Freshness ofPreparation(
      Fingerprints recorded, ExperimentConfig config, Workplace workplace, Inputs inputs) {
    Fingerprint now = Fingerprint.ofPreparation(config, workplace, inputs);
    return of(recorded, recorded.prepare(), now, workplace);
  }

  /** Checks training alone, on the text that the record names. */
  static Freshness ofTraining(
      Recipe recipe,
      Fingerprints recorded,
      ExperimentConfig config,
      Workplace workplace,
      Inputs inputs) {
    Text corpus = recorded.corpus();
    String sha256 = corpus == null ? "" : corpus.sha256();
    Fingerprint now = Fingerprint.ofTraining(recipe, config, workplace, inputs, sha256);
    return of(recorded, recorded.train(), now, workplace);
  }

  private static Fingerprints recorded(Workplace workplace) {
    StagedFiles.settle(workplace.outputDirectory());
    return Fingerprints.read(new RunFiles(workplace.outputDirectory()).fingerprints());
  }

  private static Freshness of(
      Fingerprints recorded, @Nullable Stage stage, Fingerprint now, Workplace workplace) {
    if (stage == null) {
      return recorded.isDamaged()
          ? Freshness.stale("fingerprints.json is damaged")
          : Freshness.missing();
    }
    String reason = stage.staleness(now, workplace.outputDirectory());
    return reason == null
        ? Freshness.fresh(stage.outputs().getOrDefault(RunFiles.REPORT, ""))
        : Freshness.stale(reason);
  }
}
