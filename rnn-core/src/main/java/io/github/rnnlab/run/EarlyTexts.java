package io.github.rnnlab.run;

import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.ValidationLoss;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the model write at some steps, to show how its texts change. It must be called after the
 * recorder, which counts the steps and keeps the texts.
 *
 * @param recorder of the run
 * @param text writes with the present weights, which it does not change
 */
record EarlyTexts(Recorder recorder, Supplier<String> text) implements TrainingListener {
  @Override
  public void stepDone(int epoch, long step, double loss, double epochLoss) {
    write();
  }

  @Override
  public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation) {}

  /**
   * Writes, unless no text is due or the recorder has it. An interrupted run may resume where it is
   * still missing.
   */
  void write() {
    if (recorder.isTextDue()) {
      recorder.textWritten(text.get());
    }
  }
}
