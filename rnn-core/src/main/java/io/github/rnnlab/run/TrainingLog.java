package io.github.rnnlab.run;

import io.github.rnnlab.config.ExperimentConfig.Training;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.token.Windows;
import io.github.rnnlab.train.Position;
import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.TrainingPlan;
import io.github.rnnlab.train.ValidationLoss;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what training will do, reports its progress and estimates the remaining time. Not safe for
 * use by several threads.
 */
public final class TrainingLog implements TrainingListener {
  private static final double SECONDS_BETWEEN_TELLING = 0.25;

  /** A shorter rest needs no estimate. */
  private static final double WORTH_TELLING_SECONDS = 5;

  private final TrainingPlan plan;
  private final PreparedCorpus corpus;
  private final ProgressListener listener;
  private final LongSupplier nanoTime;
  private long started;
  private boolean isFromTheStart = true;
  private long stepsBefore;
  private double secondsBefore;
  private double epochStarted;
  private double told;
  private Pace pace = new Pace(0);
  private boolean hasValidated;
  private boolean isEstimated;

  /** Creates a log; {@link #start} starts its clock. */
  public TrainingLog(TrainingPlan plan, PreparedCorpus corpus, ProgressListener listener) {
    this(plan, corpus, listener, System::nanoTime);
  }

  /** Creates a log with a clock of its own. */
  TrainingLog(
      TrainingPlan plan, PreparedCorpus corpus, ProgressListener listener, LongSupplier nanoTime) {
    this.plan = plan;
    this.corpus = corpus;
    this.listener = listener;
    this.nanoTime = nanoTime;
    started = nanoTime.getAsLong();
  }

  /**
   * Returns what a run will do, such as {@code 80,000 parameters, 12 passes over the text (epochs)
   * of 312 steps, 3,744 steps in all, each of 16 windows of 100 characters}.
   *
   * @param parameters of the model
   * @param training what the plan was made from
   */
  public String intention(long parameters, Training training) {
    Windows windows = plan.split().training();
    double passes =
        (double) plan.predictions(plan.stepsPerEpoch()) / (windows.to() - windows.from());
    boolean onePass =
        windows.tokens().columns() == 1
            && (training.stream()
                || (training.windows() == null && windows.stride() == windows.length() - 1));
    return String.format(
        Locale.ROOT,
        "%,d parameters, %s%,d %s of %,d steps%s, %,d steps in all, each of %,d %s of %,d %s",
        parameters,
        training.patience() > 0 ? "at most " : "",
        plan.epochs(),
        onePass ? "passes over the text (epochs)" : "epochs",
        plan.stepsPerEpoch(),
        onePass ? "" : String.format(Locale.ROOT, " and %.1f passes over the text", passes),
        plan.allSteps(),
        training.batchSize(),
        training.stream() ? "streams" : "windows",
        plan.batches().length(),
        corpus.vocabulary().unit().inWords());
  }

  /**
   * Starts the clock.
   *
   * @param position the position that training starts or resumes from
   * @param seconds the training time before that
   */
  void start(Position position, double seconds) {
    started = nanoTime.getAsLong();
    secondsBefore = seconds;
    stepsBefore = position.step();
    isFromTheStart = position.equals(Position.START);
    pace = new Pace(steps(position.epoch(), position.step()));
  }

  /** Returns whether training started from the first weights, not from a checkpoint. */
  public boolean isFromTheStart() {
    return isFromTheStart;
  }

  /** Returns the training time in seconds, including the time before an interruption. */
  public double seconds() {
    return secondsBefore + sinceStart();
  }

  private double sinceStart() {
    return (nanoTime.getAsLong() - started) / 1e9;
  }

  @Override
  public void stepDone(int epoch, long step, double loss, double epochLoss) {
    double now = sinceStart();
    pace.stepDone(now, steps(epoch, step));
    estimate(steps(epoch, step), epoch);
    if (now - told >= SECONDS_BETWEEN_TELLING) {
      told = now;
      listener.progress(
          new Progress(
              epoch,
              plan.epochs(),
              corpus.vocabulary().unit(),
              step,
              plan.stepsPerEpoch(),
              epochLoss / plan.predictions(step),
              pace.stepsPerSecond() * plan.predictions(plan.stepsPerEpoch()) / plan.stepsPerEpoch(),
              secondsLeft(steps(epoch, step), epoch - 1)));
    }
  }

  @Override
  public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation) {
    double now = sinceStart();
    long steps = plan.stepsPerEpoch();
    if (validation != null) {
      pace.validated(now);
      hasValidated = true;
    }
    listener.epochDone(
        new EpochLoss(
            epoch,
            plan.epochs(),
            corpus.vocabulary().unit(),
            corpus.tokensPerCharacter(),
            trainingLoss,
            validation == null ? null : Double.valueOf(validation.windows()),
            speed(steps, now),
            secondsLeft(steps(epoch, steps), epoch)));
    epochStarted = now;
    stepsBefore = 0;
  }

  /** Tells once how long the rest will take, as soon as the pace of the steps says so. */
  private void estimate(long steps, int epoch) {
    double left = secondsLeft(steps, epoch - 1);
    if (isEstimated || Double.isNaN(left)) {
      return;
    }
    isEstimated = true;
    if (left >= WORTH_TELLING_SECONDS) {
      boolean validates = plan.split().validation().count() > 0;
      listener.note(
          String.format(
              Locale.ROOT,
              "About %s left for %,d steps%s.",
              inWords(left),
              plan.allSteps() - steps,
              validates && !hasValidated ? ", and some more for validations" : ""));
    }
  }

  private static String inWords(double seconds) {
    if (seconds < 90) {
      return String.format(Locale.ROOT, "%.0f seconds", seconds);
    }
    double minutes = seconds / 60;
    return minutes < 90
        ? String.format(Locale.ROOT, "%.0f minutes", minutes)
        : String.format(Locale.ROOT, "%.1f hours", minutes / 60);
  }

  private double speed(long step, double now) {
    return (plan.predictions(step) - plan.predictions(stepsBefore)) / (now - epochStarted);
  }

  private double secondsLeft(long steps, int epochsValidated) {
    boolean validates = plan.split().validation().count() > 0;
    return pace.secondsFor(
        plan.allSteps() - steps, validates ? plan.validationsAfter(epochsValidated) : 0);
  }

  private long steps(int epoch, long step) {
    return (epoch - 1) * plan.stepsPerEpoch() + step;
  }
}
