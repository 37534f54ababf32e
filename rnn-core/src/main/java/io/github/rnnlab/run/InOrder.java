package io.github.rnnlab.run;

import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.ValidationLoss;
import org.jspecify.annotations.Nullable;

/** Calls several listeners, one after the other. */
final class InOrder implements TrainingListener {
  private final TrainingListener[] listeners;

  InOrder(TrainingListener... listeners) {
    this.listeners = listeners.clone();
  }

  @Override
  public void stepDone(int epoch, long step, double loss, double epochLoss) {
    for (TrainingListener listener : listeners) {
      listener.stepDone(epoch, step, loss, epochLoss);
    }
  }

  @Override
  public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation) {
    for (TrainingListener listener : listeners) {
      listener.epochDone(epoch, trainingLoss, validation);
    }
  }
}
