package io.github.rnnlab.train;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.optimizer.LearningRate;
import io.github.rnnlab.optimizer.Optimizer;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.SoleUse;
import io.github.rnnlab.token.Windows;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a training plan. For every batch, it has the loss and its gradient computed and takes a step
 * of the optimizer.
 *
 * <p>It changes the model's weights, and no other thread may use these meanwhile. It refuses a
 * second thread that runs it with an {@link IllegalStateException}.
 */
public final class Trainer {
  private final LanguageModel model;
  private final Optimizer optimizer;
  private final LearningRate learningRate;
  private final TrainingPlan plan;
  private final TrainingListener listener;
  private final Parameters gradients;
  private final DoubleSupplier norm;
  private final GradientClipping clipping;
  private final @Nullable Parameters states;
  private final int[][] batch;
  private final StepGradient stepGradient;
  private final @Nullable Validation validation;
  private final SoleUse use =
      new SoleUse("a trainer", "Give each thread a model, a backend and a trainer of its own.");

  /**
   * Allocates what training needs. Training starts from the model's weights.
   *
   * @param stepGradient computes the gradient of each step with the model's weights
   * @param learningRate which has heard of every validation so far
   * @param states those of a stream of B sequences, as {@link LanguageModel#states} makes them:
   *     those at the position that training starts from, and the present ones after every step;
   *     null if the plan's batches carry none
   */
  public Trainer(
      LanguageModel model,
      Optimizer optimizer,
      LearningRate learningRate,
      TrainingPlan plan,
      StepGradient stepGradient,
      @Nullable Parameters states,
      TrainingListener listener) {
    this.model = model;
    this.optimizer = optimizer;
    this.learningRate = learningRate;
    this.plan = plan;
    this.listener = listener;
    gradients = model.weights().zerosLike();
    clipping = new GradientClipping(model.backend(), plan.clipNorm(), plan.clipValue());
    norm = () -> clipping.norm(gradients);
    Batches batches = plan.batches();
    if (batches.carryStates() != (states != null)) {
      throw new IllegalArgumentException("streams have states, and windows have none");
    }
    this.states = states;
    batch = new int[batches.size()][batches.length() + 1];
    this.stepGradient = stepGradient;
    Windows heldOut = plan.split().validation();
    validation = heldOut.count() == 0 ? null : new Validation(model, heldOut);
  }

  /**
   * Trains to the end of the last epoch, or of an earlier one after which the listener does not go
   * on.
   *
   * @param start the position of the model and the optimizer
   * @throws BrokenRunException as {@link #run(Position, long)} does
   */
  public void run(Position start) {
    run(start, Long.MAX_VALUE);
  }

  /**
   * Trains for a number of steps, or to the end of the last epoch if that comes first. An epoch
   * whose last step is the last to take is not ended, and training ends earlier if the listener
   * does not go on.
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
    while (from.epoch() <= plan.epochs() && listener.goesOn()) {
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
      if (judged != null) {
        learningRate.judged(judged.windows());
      }
      listener.epochDone(epoch, trainingLoss, judged);
      from = new Position(epoch + 1, 0, 0);
    }
  }

  private double train(Position from, long steps) {
    Batches batches = plan.batches();
    int epoch = from.epoch();
    long before = (epoch - 1) * batches.count();
    Batches.Epoch order = batches.epoch(epoch);
    double loss = from.epochLoss();
    long last = from.step() + Math.min(steps, batches.count() - from.step());
    if (states != null && from.step() == 0) {
      model.backend().clear(states.block());
    }
    for (long step = from.step() + 1; step <= last; step++) {
      boolean ends = step == batches.count();
      int rows = ends ? batches.lastSize() : batches.size();
      int length = ends ? batches.lastLength() : batches.length();
      order.read(step - 1, batch);
      TrainingStep now = new TrainingStep(before + step, batch, rows, length, plan.shardSize());
      double batchLoss = stepGradient.lossAndGradients(now, gradients, states);
      if (!Double.isFinite(batchLoss)) {
        throw diverged("The loss became " + batchLoss, epoch, step);
      }
      listener.gradientDone(norm);
      clipping.apply(gradients);
      optimizer.step(gradients, learningRate.of(epoch, (epoch - 1) * plan.stepsPerEpoch() + step));
      loss += batchLoss;
      listener.stepDone(epoch, step, batchLoss / (rows * (double) length), loss);
      Evaluation.unwindIfInterrupted();
    }
    return loss / batches.predictions(batches.count());
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
