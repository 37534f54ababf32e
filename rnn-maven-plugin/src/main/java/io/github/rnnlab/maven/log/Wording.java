package io.github.rnnlab.maven.log;

import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.plan.SweepPlan;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.seeds.SeedsReport;
import io.github.rnnlab.seeds.Spread;
import io.github.rnnlab.stage.Freshness;
import io.github.rnnlab.sweep.Explanation;
import io.github.rnnlab.sweep.SweepReport;
import io.github.rnnlab.sweep.SweepRun;
import io.github.rnnlab.sweep.TrialResult;
import io.github.rnnlab.worker.Event;
import io.github.rnnlab.worker.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Formats losses, speeds and times for the log, equally in every locale. */
public final class Wording {
  private static final int LONGEST_BAR = 32;
  private static final int SHORTEST_BAR = 8;

  /** So many trials of a sweep are listed at its end. */
  private static final int MOST_BEST = 5;

  /** What precedes the rest of a line that was broken. */
  private static final String INDENT = "  ";

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
   * a perplexity. What finds no place is left out: first the speed, then the time.
   *
   * @param columns the most characters that the line may have
   */
  static String epoch(EpochLoss epoch, int columns) {
    String loss =
        String.format(
            Locale.ROOT, "Epoch %02d - average loss: %.4f", epoch.epoch(), epoch.trainLoss());
    if (epoch.validationLoss() != null) {
      loss += String.format(Locale.ROOT, " - validation loss: %.4f", epoch.validationLoss());
    }
    loss += perCharacter(epoch, " (%.4f per character, perplexity %,.2f)");
    String speed = before(" - ", speed(epoch.tokensPerSecond(), epoch.unit()));
    String left = epoch.epoch() == epoch.epochs() ? "" : before(" - ", left(epoch.secondsLeft()));
    return longest(columns, loss + speed + left, loss + left, loss, briefly(epoch));
  }

  /** Returns the losses of an epoch in fewer words. */
  private static String briefly(EpochLoss epoch) {
    String line = String.format(Locale.ROOT, "Epoch %02d: %.4f", epoch.epoch(), epoch.trainLoss());
    if (epoch.validationLoss() != null) {
      line += String.format(Locale.ROOT, ", validation %.4f", epoch.validationLoss());
    }
    return line + perCharacter(epoch, " (%.4f/char, perplexity %,.1f)");
  }

  /**
   * Returns the state of training, such as {@code Epoch 02/10 14 % loss 2.3456 110,000 chars/s 0:43
   * left}: how much of all steps is taken, and the loss of this epoch. The speed and the time are
   * left out as long as they are not known.
   */
  static String progress(Progress progress) {
    return beginning(progress) + percent(progress) + loss(progress) + speedAndTime(progress);
  }

  /**
   * Returns the state of training with a bar, such as {@code Epoch 02/10 [==> ] 14 % loss 2.3456
   * 110,000 chars/s 0:43 left}. What finds no place is left out: first the bar, then the speed,
   * then the loss.
   *
   * @param columns the most characters that the line may have
   */
  static String live(Progress progress, int columns) {
    String before = beginning(progress);
    String after = percent(progress) + loss(progress) + speedAndTime(progress);
    int room = Math.min(LONGEST_BAR, columns - before.length() - after.length() - 1);
    return room >= SHORTEST_BAR
        ? before + " " + bar(share(progress), room) + after
        : longest(
            columns,
            before + after,
            before
                + percent(progress)
                + loss(progress)
                + before("  ", left(progress.secondsLeft())),
            before + percent(progress),
            percent(progress).strip(),
            "");
  }

  private static String bar(double share, int length) {
    int filled = (int) (share * (length - 2));
    return "["
        + "=".repeat(filled)
        + (filled < length - 2 ? ">" : "")
        + " ".repeat(Math.max(0, length - 3 - filled))
        + "]";
  }

  private static double share(Progress progress) {
    return progress.steps() == 0
        ? 0
        : (progress.epoch() - 1 + (double) progress.step() / progress.steps()) / progress.epochs();
  }

  private static String beginning(Progress progress) {
    return String.format(Locale.ROOT, "Epoch %02d/%02d", progress.epoch(), progress.epochs());
  }

  private static String percent(Progress progress) {
    return String.format(Locale.ROOT, " %3d %%", (int) (100 * share(progress)));
  }

  private static String loss(Progress progress) {
    return String.format(Locale.ROOT, "  loss %.4f", progress.loss());
  }

  private static String speedAndTime(Progress progress) {
    return before("  ", speed(progress.tokensPerSecond(), progress.unit()))
        + before("  ", left(progress.secondsLeft()));
  }

  /** Returns where training was stopped. */
  static String stopped(Event.Stopped stop) {
    return String.format(
        Locale.ROOT,
        "Stopped after step %,d of %,d, where the run is saved: the next rnn:train goes on from"
            + " there.",
        stop.step(),
        stop.steps());
  }

  /**
   * Breaks a line at spaces, so that the terminal does not break it within words. A word that is
   * wider than the line stays whole.
   */
  static List<String> wrap(String line, int columns) {
    List<String> lines = new ArrayList<>();
    String rest = line;
    while (rest.length() > columns) {
      int start = lines.isEmpty() ? 0 : INDENT.length();
      int end = rest.lastIndexOf(' ', columns);
      end = end > start ? end : rest.indexOf(' ', Math.max(columns, start));
      if (end < 0) {
        break;
      }
      lines.add(rest.substring(0, end));
      rest = INDENT + rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  private static String before(String separator, String part) {
    return part.isEmpty() ? "" : separator + part;
  }

  /** Returns the first line that fits, or else the last. They become shorter. */
  private static String longest(int columns, String... lines) {
    for (String line : lines) {
      if (line.length() <= columns) {
        return line;
      }
    }
    return lines[lines.length - 1];
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

  /** Returns the first line of a sweep. */
  public static String begin(SweepPlan plan, int workers) {
    return String.format(
        Locale.ROOT,
        "Sweep %s of %s: %,d %s, %,d %s, %d side by side",
        plan.sweep().name(),
        plan.sweep().base(),
        plan.trials().size(),
        plan.trials().size() == 1 ? "trial" : "trials",
        plan.runs(),
        plan.runs() == 1 ? "run" : "runs",
        workers);
  }

  /** Returns the best trials of a sweep, a line for each. */
  public static List<String> best(SweepReport report) {
    List<String> lines = new ArrayList<>();
    for (TrialResult trial : report.ranked()) {
      if (lines.size() == MOST_BEST) {
        break;
      }
      Double deviation = trial.standardDeviation();
      lines.add(
          String.format(
              Locale.ROOT,
              "%2d. %s%s  %s",
              trial.rank(),
              loss(Objects.requireNonNull(trial.bitsPerCharacter(), "ranked")),
              deviation == null ? "" : String.format(Locale.ROOT, " ± %.4f", deviation),
              trial.label()));
    }
    return lines;
  }

  /** Returns why a run of a sweep would train or not. */
  public static String explained(Explanation explanation) {
    SweepRun run = explanation.run();
    return String.format(
        Locale.ROOT,
        "Trial %d (%s), %s, %s: %s",
        run.trial().number(),
        run.label(),
        run.address(),
        explanation.trains() ? "would train" : "would not train",
        explanation.reason());
  }

  /** Returns what the runs of a sweep are compared by. */
  static String loss(double bitsPerCharacter) {
    return String.format(Locale.ROOT, "%.4f bits per character", bitsPerCharacter);
  }

  /** Returns the state of one of several runs, in columns. */
  static String row(Progress progress) {
    return String.format(
        Locale.ROOT,
        "%s%s%s  %-12s",
        beginning(progress),
        percent(progress),
        loss(progress),
        left(progress.secondsLeft()));
  }

  private static String spread(Spread loss) {
    return loss.standardDeviation() == null
        ? String.format(Locale.ROOT, "%.4f", loss.mean())
        : String.format(Locale.ROOT, "%.4f ± %.4f", loss.mean(), loss.standardDeviation());
  }

  private static String perCharacter(EpochLoss epoch, String format) {
    if (epoch.unit() == TokenUnit.CHAR) {
      return "";
    }
    double loss = Objects.requireNonNullElse(epoch.validationLoss(), epoch.trainLoss());
    return String.format(
        Locale.ROOT, format, epoch.tokensPerCharacter() * loss, StrictMath.exp(loss));
  }

  private static String speed(double tokensPerSecond, TokenUnit unit) {
    return Double.isFinite(tokensPerSecond)
        ? String.format(Locale.ROOT, "%,.0f %s/s", tokensPerSecond, unit.plural())
        : "";
  }

  /** Returns minutes and seconds, with hours if there are any; nothing if it is not known. */
  private static String left(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "";
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
