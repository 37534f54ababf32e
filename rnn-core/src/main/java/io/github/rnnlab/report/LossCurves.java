package io.github.rnnlab.report;

import io.github.rnnlab.chain.Link;
import io.github.rnnlab.page.Curves;
import io.github.rnnlab.page.Curves.Point;
import io.github.rnnlab.page.Curves.Series;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The losses of a run as a chart and as a table. */
final class LossCurves {
  /** The most epochs that are shown; of more, every n-th. */
  private static final int MOST_EPOCHS = 1_000;

  private static final double NATS_PER_BIT = StrictMath.log(2);

  private final RunReport report;
  private final String token;

  LossCurves(RunReport report, String token) {
    this.report = report;
    this.token = token;
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
    series.add(stretches());
    return new Curves(
        "Loss by epoch",
        "epoch",
        List.of("nats per " + token, "bits per character"),
        series.stream().filter(curve -> !curve.points().isEmpty()).toList());
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
    series.add(new Series(name, false, points));
  }

  /** Returns the mean losses between the links of the chain, which are finer than epochs. */
  private Series stretches() {
    double stepsPerEpoch = (double) report.steps() / report.epochs().size();
    double bitsPerNat = bitsPerNat();
    List<Point> points = new ArrayList<>();
    for (Link link : report.chain().links()) {
      points.add(
          new Point(
              link.step() / stepsPerEpoch,
              List.of(link.loss(), link.loss() * bitsPerNat),
              String.format(Locale.ROOT, "step %,d of epoch %,d", link.step(), link.epoch())));
    }
    long every = report.chain().every();
    String name =
        every == 1
            ? "training, each step"
            : String.format(Locale.ROOT, "training, means of %,d steps", every);
    return new Series(name, true, points);
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
