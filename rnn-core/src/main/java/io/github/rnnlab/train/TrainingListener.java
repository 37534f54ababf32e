package io.github.rnnlab.train;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Receives the progress of training, on the training thread. */
public interface TrainingListener {
  /**
   * Called after every gradient, before it is clipped and the step is taken.
   *
   * @param norm computes the norm of the gradient, a pass over all its numbers; it may be called
   *     only until this method returns
   */
  default void gradientDone(DoubleSupplier norm) {}

  /**
   * Called after every step of the optimizer.
   *
   * @param epoch counted from 1
   * @param step of this epoch, counted from 1
   * @param loss mean over the step's predictions, in nats per token
   * @param epochLoss summed over the predictions of the epoch so far, in nats
   */
  void stepDone(int epoch, long step, double loss, double epochLoss);

  /**
   * Called after every epoch.
   *
   * @param epoch counted from 1
   * @param trainingLoss mean over the epoch's predictions, each made before the step that learned
   *     from it, in nats
   * @param validation the loss on held-out text after the epoch; null without such text, or if this
   *     epoch is not judged
   */
  void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation);

  /**
   * Returns whether training goes on with the next epoch. It is asked before each one, and not
   * within.
   */
  default boolean goesOn() {
    return true;
  }
}
