package io.github.rnnlab.train;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.corpus.Windows;
import io.github.rnnlab.model.CharRnn;
import io.github.rnnlab.model.Parameters;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a plan: for every batch of windows the loss, its gradient and a step of the optimiser. */
public final class Trainer {
  private final CharRnn model;
  private final Adam optimizer;
  private final TrainingPlan plan;
  private final TrainingListener listener;
  private final Parameters gradients;
  private final int[][] batch;
  private final BackpropagationThroughTime whole;
  private final @Nullable Evaluation evaluation;

  /** Allocates what training needs; the model's weights are where it starts. */
  public Trainer(CharRnn model, Adam optimizer, TrainingPlan plan, TrainingListener listener) {
    this.model = model;
    this.optimizer = optimizer;
    this.plan = plan;
    this.listener = listener;
    gradients = model.weights().zerosLike();
    int size = (int) Math.min(plan.batchSize(), plan.order().count());
    batch = new int[size][plan.steps() + 1];
    whole = new BackpropagationThroughTime(model, plan.steps(), size);
    Windows validation = plan.split().validation();
    evaluation = validation.count() == 0 ? null : new Evaluation(model, validation);
  }

  /**
   * Trains for all epochs.
   *
   * @throws BrokenRunException if a loss or a weight is no longer finite; it names the step
   */
  public void run() {
    for (int epoch = 1; epoch <= plan.epochs(); epoch++) {
      double trainingLoss = train(epoch);
      Double validationLoss = validationLoss();
      // The last step of the epoch is not followed by a loss that would show what it did.
      if (!model.weights().isFinite()
          || (validationLoss != null && !Double.isFinite(validationLoss))) {
        throw diverged("A weight became infinite or NaN", epoch, plan.stepsPerEpoch());
      }
      listener.epochDone(epoch, trainingLoss, validationLoss);
    }
  }

  private double train(int epoch) {
    Windows windows = plan.split().training();
    LongUnaryOperator order = plan.order().epoch(epoch);
    long count = plan.order().count();
    double loss = 0;
    long step = 0;
    for (long first = 0; first < count; first += batch.length) {
      int rows = (int) Math.min(batch.length, count - first);
      for (int row = 0; row < rows; row++) {
        windows.read(order.applyAsLong(first + row), batch[row]);
      }
      double batchLoss = passOf(rows).lossAndGradients(batch, gradients);
      step++;
      if (!Double.isFinite(batchLoss)) {
        throw diverged("The loss became " + batchLoss, epoch, step);
      }
      optimizer.step(gradients);
      loss += batchLoss;
      listener.stepDone(epoch, step, loss / ((first + rows) * plan.steps()));
    }
    return loss / (count * plan.steps());
  }

  /** The last step of an epoch may have fewer windows. */
  private BackpropagationThroughTime passOf(int rows) {
    return rows == batch.length ? whole : new BackpropagationThroughTime(model, plan.steps(), rows);
  }

  private @Nullable Double validationLoss() {
    return evaluation == null ? null : Double.valueOf(evaluation.meanLoss());
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
