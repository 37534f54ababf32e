package io.github.rnnlab.report;

import io.github.rnnlab.page.Curves.Point;
import io.github.rnnlab.record.RunReport;
import java.util.List;
import java.util.Locale;

/**
 * The steps of a run on an axis of epochs.
 *
 * @param stepsPerEpoch the steps of every epoch
 */
record StepAxis(long stepsPerEpoch) {
  static StepAxis of(RunReport report) {
    return new StepAxis(report.steps() / report.epochs().size());
  }

  /** Returns the first step of an epoch. */
  long first(int epoch) {
    return (epoch - 1) * stepsPerEpoch + 1;
  }

  /** Returns the last step of an epoch. */
  long last(int epoch) {
    return epoch * stepsPerEpoch;
  }

  /** Returns the point after a step, with a value in each unit. */
  Point point(long step, Double... values) {
    return new Point(
        (double) step / stepsPerEpoch,
        List.of(values),
        String.format(Locale.ROOT, "step %,d of epoch %,d", step, (step - 1) / stepsPerEpoch + 1));
  }
}
