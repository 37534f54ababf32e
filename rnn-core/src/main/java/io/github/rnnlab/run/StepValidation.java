package io.github.rnnlab.run;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.token.Windows;
import io.github.rnnlab.train.Evaluation;
import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.ValidationLoss;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Judges the model on the validation windows at intervals of steps, for the record alone. It must
 * be called after the recorder, which counts the steps and keeps the losses.
 */
final class StepValidation implements TrainingListener {
  private final Evaluation evaluation;
  private final int everySteps;
  private final Recorder recorder;

  /**
   * Allocates memory for the windows, of which there is at least one.
   *
   * @param everySteps at least 1
   */
  StepValidation(LanguageModel model, Windows heldOut, int everySteps, Recorder recorder) {
    evaluation = new Evaluation(model, heldOut);
    this.everySteps = everySteps;
    this.recorder = recorder;
  }

  @Override
  public void stepDone(int epoch, long step, double loss, double epochLoss) {
    judge();
  }

  @Override
  public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation) {}

  /**
   * Judges the present weights, unless no loss is due or the recorder has it. An interrupted run
   * may resume where it is still missing.
   *
   * @throws BrokenRunException if the loss is not finite
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  void judge() {
    long steps = recorder.steps();
    if (steps % everySteps != 0 || recorder.stepLosses().size() >= steps / everySteps) {
      return;
    }
    double loss = evaluation.meanLoss();
    if (!Double.isFinite(loss)) {
      throw new BrokenRunException(
          String.format(
              Locale.ROOT,
              "The validation loss became %s after step %d: the weights have grown beyond what"
                  + " floats hold. Lower training.optimizer.learningRate or model.initialScale.",
              loss,
              steps));
    }
    recorder.stepJudged(loss);
  }
}
