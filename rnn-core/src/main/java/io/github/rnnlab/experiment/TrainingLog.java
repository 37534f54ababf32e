package io.github.rnnlab.experiment;

import io.github.rnnlab.model.CharRnn;
import io.github.rnnlab.report.EpochRecord;
import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records every epoch, and tells a person how far training is and how long it will take. */
final class TrainingLog implements TrainingListener {
  private static final double SECONDS_BETWEEN_TELLING = 0.25;

  private final CharRnn model;
  private final TrainingPlan plan;
  private final ProgressListener listener;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final long started = System.nanoTime();
  private double epochStarted;
  private double told;

  TrainingLog(CharRnn model, TrainingPlan plan, ProgressListener listener) {
    this.model = model;
    this.plan = plan;
    this.listener = listener;
  }

  /** Returns the epochs so far. */
  List<EpochRecord> epochs() {
    return epochs;
  }

  /** Returns the seconds since training started. */
  double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  /** Returns how many predictions the epochs learnt from. */
  long charactersPerEpoch() {
    return plan.order().count() * plan.steps();
  }

  @Override
  public void stepDone(int epoch, long step, double meanLoss) {
    double now = seconds();
    if (now - told >= SECONDS_BETWEEN_TELLING) {
      told = now;
      double share = (double) step / plan.stepsPerEpoch();
      double speed = share * charactersPerEpoch() / (now - epochStarted);
      listener.progress(
          new Progress(
              epoch,
              plan.epochs(),
              step,
              plan.stepsPerEpoch(),
              meanLoss,
              speed,
              secondsLeft(now, epoch - 1 + share)));
    }
  }

  @Override
  public void epochDone(int epoch, double trainingLoss, @Nullable Double validationLoss) {
    epochs.add(EpochRecord.of(epoch, trainingLoss, validationLoss, model.weights().sha256()));
    double now = seconds();
    listener.epochDone(
        new EpochLoss(
            epoch,
            plan.epochs(),
            trainingLoss,
            validationLoss,
            charactersPerEpoch() / (now - epochStarted),
            secondsLeft(now, epoch)));
    epochStarted = now;
  }

  private double secondsLeft(double now, double epochsDone) {
    return now / epochsDone * (plan.epochs() - epochsDone);
  }
}
