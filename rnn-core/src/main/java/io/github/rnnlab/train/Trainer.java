package io.github.rnnlab.train;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Parameters;
import io.github.rnnlab.tensor.SoleUse;
import io.github.rnnlab.token.Windows;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs a training plan. For every batch of windows, it computes the loss and its gradient and takes
 * a step of the optimizer.
 *
 * <p>It changes the model's weights, and no other thread may use these meanwhile. It refuses a
 * second thread that runs it with an {@link IllegalStateException}.
 */
public final class Trainer {
  private final LanguageModel model;
  private final Adam optimizer;
  private final TrainingPlan plan;
  private final TrainingListener listener;
  private final Parameters gradients;
  private final GradientClipping clipping;
  private final int[][] batch;
  private final BackpropagationThroughTime whole;
  private final @Nullable Validation validation;
  private final SoleUse use =
      new SoleUse("a trainer", "Give each thread a model, a backend and a trainer of its own.");

  /** Allocates what training needs. Training starts from the model's weights. */
  public Trainer(
      LanguageModel model, Adam optimizer, TrainingPlan plan, TrainingListener listener) {
    this.model = model;
    this.optimizer = optimizer;
    this.plan = plan;
    this.listener = listener;
    gradients = model.weights().zerosLike();
    clipping = new GradientClipping(model.backend(), plan.clipNorm());
    int size = (int) Math.min(plan.batchSize(), plan.order().count());
    batch = new int[size][plan.steps() + 1];
    whole = new BackpropagationThroughTime(model, plan.steps(), size);
    Windows heldOut = plan.split().validation();
    validation = heldOut.count() == 0 ? null : new Validation(model, heldOut);
  }

  /**
   * Trains to the end of the last epoch.
   *
   * @param start the position of the model and the optimizer
   * @throws BrokenRunException as {@link #run(Position, long)} does
   */
  public void run(Position start) {
    run(start, Long.MAX_VALUE);
  }

  /**
   * Trains for a number of steps, or to the end of the last epoch if that comes first. An epoch
   * whose last step is the last to take is not ended.
   *
   * @param start the position of the model and the optimizer
   * @param steps at least 1
   * @throws BrokenRunException if a loss or a weight is no longer finite; it names the step
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; the listener
   *     has heard of every step that was taken
   */
  public void run(Position start, long steps) {
    boolean entered = use.enter();
    try {
      takeSteps(start, steps);
    } finally {
      use.leave(entered);
    }
  }

  private void takeSteps(Position start, long steps) {
    Position from = start;
    long left = steps;
    while (from.epoch() <= plan.epochs()) {
      int epoch = from.epoch();
      double trainingLoss = train(from, left);
      left -= plan.stepsPerEpoch() - from.step();
      if (left <= 0) {
        return;
      }
      ValidationLoss judged =
          validation != null && plan.validatesAfter(epoch) ? validation.loss() : null;
      // The last step of the epoch is not followed by a loss that would show what it did.
      if (!model.weights().isFinite() || (judged != null && !judged.isFinite())) {
        throw diverged("A weight became infinite or NaN", epoch, plan.stepsPerEpoch());
      }
      listener.epochDone(epoch, trainingLoss, judged);
      from = new Position(epoch + 1, 0, 0);
    }
  }

  private double train(Position from, long steps) {
    Windows windows = plan.split().training();
    int epoch = from.epoch();
    LongUnaryOperator order = plan.order().epoch(epoch);
    long count = plan.order().count();
    double loss = from.epochLoss();
    long step = from.step();
    long last = steps < plan.stepsPerEpoch() - step ? (step + steps) * batch.length : count;
    for (long first = step * batch.length; first < last; first += batch.length) {
      int rows = (int) Math.min(batch.length, count - first);
      for (int row = 0; row < rows; row++) {
        windows.read(order.applyAsLong(first + row), batch[row]);
      }
      double batchLoss = whole.of(rows).lossAndGradients(batch, gradients);
      step++;
      if (!Double.isFinite(batchLoss)) {
        throw diverged("The loss became " + batchLoss, epoch, step);
      }
      clipping.apply(gradients);
      optimizer.step(gradients);
      loss += batchLoss;
      listener.stepDone(epoch, step, batchLoss / (rows * (double) plan.steps()), loss);
      Evaluation.unwindIfInterrupted();
    }
    return loss / (count * plan.steps());
  }

  private BrokenRunException diverged(String what, int epoch, long step) {
    return new BrokenRunException(
        String.format(
            Locale.ROOT,
            "%s at step %d (step %d of epoch %d): the weights have"
                + " grown beyond what floats hold. Lower training.optimizer.learningRate or"
                + " model.initialScale.",
            what,
            (epoch - 1) * plan.stepsPerEpoch() + step,
            step,
            epoch));
  }
}
