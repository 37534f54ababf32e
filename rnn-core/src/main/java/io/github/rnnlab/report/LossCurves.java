package io.github.rnnlab.report;

import io.github.rnnlab.chain.Link;
import io.github.rnnlab.page.Curves;
import io.github.rnnlab.page.Curves.Point;
import io.github.rnnlab.page.Curves.Series;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.StepLoss;
import io.github.rnnlab.record.TestLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The losses of a run as a chart and as a table. */
final class LossCurves {
  /** The most epochs that are shown; of more, every n-th. */
  private static final int MOST_EPOCHS = 1_000;

  /** The places of these curves among all; without validation, no other curve is behind one. */
  private static final int TRAINING = 0;

  private static final int VALIDATION = 1;

  private static final double NATS_PER_BIT = StrictMath.log(2);

  private final RunReport report;
  private final StepAxis axis;

  LossCurves(RunReport report) {
    this.report = report;
    axis = StepAxis.of(report);
  }

  /** Returns the chart in nats per token and bits per character. */
  Curves chart() {
    List<Series> series = new ArrayList<>();
    add(series, "training", EpochRecord::trainingLoss, EpochRecord::trainingBitsPerCharacter);
    add(series, "validation", EpochRecord::validationLoss, EpochRecord::validationBitsPerCharacter);
    add(
        series,
        "held-out text as one stream",
        EpochRecord::streamingLoss,
        EpochRecord::streamingBitsPerCharacter);
    TestLoss test = report.test();
    if (test != null) {
      List<Double> losses = List.of(test.loss(), test.bitsPerCharacter());
      series.add(new Series("test", null, List.of(new Point(test.epoch(), losses, null))));
    }
    series.add(stretches());
    List<StepLoss> stepLosses = report.stepLosses();
    if (stepLosses != null && !stepLosses.isEmpty()) {
      series.add(withinEpochs(stepLosses));
    }
    return new Curves(
        "Loss by epoch",
        "epoch",
        List.of("nats per " + report.token(), "bits per character"),
        series);
  }

  /** Returns the validation losses between two epochs, behind those after each. */
  private Series withinEpochs(List<StepLoss> losses) {
    int every = (losses.size() - 1) / MOST_EPOCHS + 1;
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < losses.size(); i += every) {
      StepLoss loss = losses.get(i);
      points.add(axis.point(loss.step(), loss.validationLoss(), loss.validationBitsPerCharacter()));
    }
    return new Series("validation, within epochs", VALIDATION, points);
  }

  private void add(
      List<Series> series,
      String name,
      Function<EpochRecord, @Nullable Double> natsOf,
      Function<EpochRecord, @Nullable Double> bitsOf) {
    List<Point> points = new ArrayList<>();
    for (EpochRecord epoch : shown()) {
      Double nats = natsOf.apply(epoch);
      Double bits = bitsOf.apply(epoch);
      if (nats != null && bits != null) {
        points.add(new Point(epoch.epoch(), List.of(nats, bits), null));
      }
    }
    if (!points.isEmpty()) {
      series.add(new Series(name, null, points));
    }
  }

  /** Returns the mean losses between the links of the chain, which are finer than epochs. */
  private Series stretches() {
    double bitsPerNat = bitsPerNat();
    List<Point> points = new ArrayList<>();
    for (Link link : report.chain().links()) {
      points.add(axis.point(link.step(), link.loss(), link.loss() * bitsPerNat));
    }
    long every = report.chain().every();
    String name =
        every == 1
            ? "training, each step"
            : String.format(Locale.ROOT, "training, means of %,d steps", every);
    return new Series(name, TRAINING, points);
  }

  private double bitsPerNat() {
    EpochRecord first = report.epochs().get(0);
    return first.trainingLoss() > 0
        ? first.trainingBitsPerCharacter() / first.trainingLoss()
        : 1 / NATS_PER_BIT;
  }

  /** Returns every epoch, or of very many, some that are evenly spaced, and the last. */
  List<EpochRecord> shown() {
    List<EpochRecord> epochs = report.epochs();
    int every = (epochs.size() - 1) / MOST_EPOCHS + 1;
    List<EpochRecord> shown = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      if (i % every == 0 || i == epochs.size() - 1) {
        shown.add(epochs.get(i));
      }
    }
    return shown;
  }
}
