package io.github.rnnlab.sweep;

import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a sweep ended. It has no times, so that it is the same however often the sweep was
 * interrupted. Losses are in nats per token unless their names say otherwise. Immutable.
 *
 * @param rung on which the trial was, from 1 on
 * @param seed of the run
 * @param address the name of the run's directory
 * @param status {@link #FINISHED} or {@link #FAILED}
 * @param epochs that were trained; absent for a failed run, as are all further numbers
 * @param trainingLoss of the last epoch
 * @param validationLoss the least of all epochs; absent without validation
 * @param bitsPerCharacter what runs are compared by: the least validation loss of all epochs or,
 *     without validation, the training loss of the last
 * @param testLoss on the test text; absent without one
 * @param parameters the number of the model's parameters
 * @param report the digest of {@code report.json}
 * @param message why the run failed; absent for a finished one
 */
public record RunResult(
    int rung,
    long seed,
    String address,
    String status,
    @Nullable Integer epochs,
    @Nullable Double trainingLoss,
    @Nullable Double validationLoss,
    @Nullable Double bitsPerCharacter,
    @Nullable Double testLoss,
    @Nullable Long parameters,
    @Nullable String report,
    @Nullable String message) {
  /** The status of a run that left its report. */
  public static final String FINISHED = "finished";

  /** The status of a run that could not be trained. */
  public static final String FAILED = "failed";

  /** Returns the result of a run. */
  static RunResult of(SweepRun run, Outcome outcome) {
    if (outcome instanceof Outcome.Finished finished) {
      return of(run, finished.report());
    }
    if (outcome instanceof Outcome.UpToDate upToDate) {
      return of(run, upToDate.report());
    }
    return failed(run, ((Outcome.Failed) outcome).message());
  }

  static RunResult failed(SweepRun run, String message) {
    return new RunResult(
        run.rung(),
        run.seed(),
        run.address(),
        FAILED,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        message);
  }

  private static RunResult of(SweepRun run, RunReport report) {
    List<EpochRecord> epochs = report.epochs();
    EpochRecord last = epochs.get(epochs.size() - 1);
    EpochRecord best = null;
    for (EpochRecord epoch : epochs) {
      if (isBetter(epoch, best)) {
        best = epoch;
      }
    }
    return new RunResult(
        run.rung(),
        run.seed(),
        run.address(),
        FINISHED,
        epochs.size(),
        last.trainingLoss(),
        best == null ? null : best.validationLoss(),
        bits(best == null ? last : best, best != null),
        report.test() == null ? null : Double.valueOf(report.test().loss()),
        report.parameters(),
        report.digest(),
        null);
  }

  /** Returns the validation loss of an epoch, or its training loss, in bits per character. */
  static @Nullable Double bits(EpochRecord epoch, boolean validation) {
    return validation
        ? epoch.validationBitsPerCharacter()
        : Double.valueOf(epoch.trainingBitsPerCharacter());
  }

  private static boolean isBetter(EpochRecord epoch, @Nullable EpochRecord best) {
    Double loss = epoch.validationLoss();
    Double least = best == null ? null : best.validationLoss();
    return loss != null && (least == null || loss < least);
  }

  /** Returns whether the run left its report. */
  public boolean isFinished() {
    return status.equals(FINISHED);
  }
}
