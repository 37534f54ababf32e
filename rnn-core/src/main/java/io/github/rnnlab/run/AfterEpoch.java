package io.github.rnnlab.run;

import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.ValidationLoss;
import org.jspecify.annotations.Nullable;

/** Acts at the end of each epoch. */
record AfterEpoch(Runnable action) implements TrainingListener {
  @Override
  public void stepDone(int epoch, long step, double loss, double epochLoss) {}

  @Override
  public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation) {
    action.run();
  }
}
