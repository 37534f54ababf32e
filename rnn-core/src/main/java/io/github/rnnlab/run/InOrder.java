package io.github.rnnlab.run;

import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.ValidationLoss;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Calls several listeners, one after the other. */
final class InOrder implements TrainingListener {
  private final List<TrainingListener> listeners;

  InOrder(List<TrainingListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void gradientDone(DoubleSupplier norm) {
    for (TrainingListener listener : listeners) {
      listener.gradientDone(norm);
    }
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

  @Override
  public boolean goesOn() {
    boolean goesOn = true;
    for (TrainingListener listener : listeners) {
      goesOn &= listener.goesOn();
    }
    return goesOn;
  }
}
