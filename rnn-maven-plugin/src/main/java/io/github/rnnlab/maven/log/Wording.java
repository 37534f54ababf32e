package io.github.rnnlab.maven.log;

import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.record.SeedsReport;
import io.github.rnnlab.record.Spread;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.stage.Freshness;
import io.github.rnnlab.worker.Goal;
import java.util.Locale;
import java.util.Objects;

/** Formats losses, speeds and times for the log, equally in every locale. */
public final class Wording {
  private Wording() {}

  /**
   * Returns the first line of an experiment, such as {@code Experiment seed again: training.epochs
   * was 5 and is 3}.
   */
  public static String begin(String experiment, Goal goal, Freshness freshness) {
    return switch (freshness.state()) {
      case FRESH ->
          String.format(
              Locale.ROOT,
              "%s %s; -Drnn.force %ss again",
              experiment,
              freshness.upToDate(),
              goal.name().toLowerCase(Locale.ROOT));
      case STALE -> "Experiment " + experiment + " again: " + freshness.detail();
      case MISSING, UNKNOWN -> "Experiment " + experiment;
    };
  }

  /**
   * Returns a finished epoch, such as {@code Epoch 01 - average loss: 2.2612 - 110,000 chars/s -
   * 0:43 left}. For other tokens, the last loss is also given per character, and that per token as
   * a perplexity.
   */
  static String epoch(EpochLoss epoch) {
    String line =
        String.format(
            Locale.ROOT, "Epoch %02d - average loss: %.4f", epoch.epoch(), epoch.trainLoss());
    if (epoch.validationLoss() != null) {
      line += String.format(Locale.ROOT, " - validation loss: %.4f", epoch.validationLoss());
    }
    line += perCharacter(epoch) + " - " + speed(epoch.tokensPerSecond(), epoch.unit());
    return epoch.epoch() == epoch.epochs() ? line : line + " - " + left(epoch.secondsLeft());
  }

  /**
   * Returns the state within an epoch, such as {@code Epoch 01/10 43 % loss 2.3456 110,000 chars/s
   * 0:43 left}.
   */
  static String progress(Progress progress) {
    return String.format(
        Locale.ROOT,
        "Epoch %02d/%02d  %2d %%  loss %.4f  %s  %s",
        progress.epoch(),
        progress.epochs(),
        progress.steps() == 0 ? 0 : progress.step() * 100 / progress.steps(),
        progress.loss(),
        speed(progress.tokensPerSecond(), progress.unit()),
        left(progress.secondsLeft()));
  }

  /**
   * Returns the spread over seeds, such as {@code quickstart over 5 seeds: training loss 1.6012 ±
   * 0.0031 (best ...)}.
   */
  public static String seeds(SeedsReport report) {
    String line =
        String.format(
            Locale.ROOT,
            "%s over %d %s, mean ± standard deviation: training loss %s (best %s)",
            report.name(),
            report.n(),
            report.n() == 1 ? "seed" : "seeds",
            spread(report.finalTrainingLoss()),
            spread(report.bestTrainingLoss()));
    return report.finalValidationLoss() == null || report.bestValidationLoss() == null
        ? line
        : line
            + String.format(
                Locale.ROOT,
                ", validation loss %s (best %s)",
                spread(report.finalValidationLoss()),
                spread(report.bestValidationLoss()));
  }

  private static String spread(Spread loss) {
    return loss.standardDeviation() == null
        ? String.format(Locale.ROOT, "%.4f", loss.mean())
        : String.format(Locale.ROOT, "%.4f ± %.4f", loss.mean(), loss.standardDeviation());
  }

  private static String perCharacter(EpochLoss epoch) {
    if (epoch.unit() == TokenUnit.CHAR) {
      return "";
    }
    double loss = Objects.requireNonNullElse(epoch.validationLoss(), epoch.trainLoss());
    return String.format(
        Locale.ROOT,
        " (%.4f per character, perplexity %,.2f)",
        epoch.tokensPerCharacter() * loss,
        StrictMath.exp(loss));
  }

  private static String speed(double tokensPerSecond, TokenUnit unit) {
    return String.format(Locale.ROOT, "%,.0f %s/s", tokensPerSecond, unit.plural());
  }

  /** Returns minutes and seconds, with hours if there are any. */
  private static String left(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "? left";
    }
    long whole = Math.max(0, Math.round(seconds));
    long hours = whole / 3600;
    long minutes = whole / 60 % 60;
    return (hours == 0
            ? String.format(Locale.ROOT, "%d:%02d", minutes, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, whole % 60))
        + " left";
  }
}
