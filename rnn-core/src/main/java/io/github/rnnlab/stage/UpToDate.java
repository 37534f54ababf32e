package io.github.rnnlab.stage;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.file.StagedFiles;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.stage.Fingerprints.Stage;
import io.github.rnnlab.stage.Fingerprints.Text;
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

  /** Checks preparation and training. */
  public static Freshness ofTraining(ExperimentConfig config, Workplace workplace) {
    Fingerprints recorded = recorded(workplace);
    if (recorded.train() == null && !recorded.isDamaged()) {
      return Freshness.missing();
    }
    Inputs inputs = Inputs.of(config, workplace);
    Freshness preparation = ofPreparation(recorded, config, workplace, inputs);
    return preparation.isFresh() ? ofTraining(recorded, config, workplace, inputs) : preparation;
  }

  static Freshness ofPreparation(
      Fingerprints recorded, ExperimentConfig config, Workplace workplace, Inputs inputs) {
    Fingerprint now = Fingerprint.ofPreparation(config, workplace, inputs);
    return of(recorded, recorded.prepare(), now, workplace);
  }

  /** Checks training alone, on the text that the record names. */
  static Freshness ofTraining(
      Fingerprints recorded, ExperimentConfig config, Workplace workplace, Inputs inputs) {
    Text corpus = recorded.corpus();
    String sha256 = corpus == null ? "" : corpus.sha256();
    Fingerprint now = Fingerprint.ofTraining(config, workplace, inputs, sha256);
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
