package io.github.rnnlab.run;

import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.train.Position;
import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.TrainingPlan;
import io.github.rnnlab.train.ValidationLoss;
import org.jspecify.annotations.Nullable;

/**
 * Reports the progress of training and estimates the remaining time. Not safe for use by several
 * threads.
 */
public final class TrainingLog implements TrainingListener {
  private static final double SECONDS_BETWEEN_TELLING = 0.25;

  private final TrainingPlan plan;
  private final PreparedCorpus corpus;
  private final ProgressListener listener;
  private long started = System.nanoTime();
  private double epochsBefore;
  private long stepsBefore;
  private double secondsBefore;
  private double epochStarted;
  private double told;
  private Pace pace = new Pace(0);

  /** Creates a log; {@link #start} starts its clock. */
  public TrainingLog(TrainingPlan plan, PreparedCorpus corpus, ProgressListener listener) {
    this.plan = plan;
    this.corpus = corpus;
    this.listener = listener;
  }

  /**
   * Starts the clock.
   *
   * @param position the position that training starts or resumes from
   * @param seconds the training time before that
   */
  void start(Position position, double seconds) {
    started = System.nanoTime();
    secondsBefore = seconds;
    stepsBefore = position.step();
    epochsBefore = epochsDone(position.epoch(), position.step());
    pace = new Pace(steps(position.epoch(), position.step()));
  }

  /** Returns whether training started from the first weights, not from a checkpoint. */
  public boolean isFromTheStart() {
    return epochsBefore == 0;
  }

  /** Returns the training time in seconds, including the time before an interruption. */
  public double seconds() {
    return secondsBefore + sinceStart();
  }

  private double sinceStart() {
    return (System.nanoTime() - started) / 1e9;
  }

  @Override
  public void stepDone(int epoch, long step, double loss, double epochLoss) {
    double now = sinceStart();
    pace.stepDone(now, steps(epoch, step));
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

  private double epochsDone(int epoch, long step) {
    return epoch - 1 + (double) step / plan.stepsPerEpoch();
  }
}
