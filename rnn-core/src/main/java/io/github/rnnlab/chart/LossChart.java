package io.github.rnnlab.chart;

import io.github.rnnlab.chart.LineChart.Line;
import io.github.rnnlab.chart.LineChart.Point;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.TestLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code loss.svg}: a line chart of the losses, with the same bytes on every machine. */
public final class LossChart {
  private LossChart() {}

  /** Writes the chart of a report atomically. */
  public static void write(Path file, RunReport report) {
    AtomicFile.write(file, draw(report));
  }

  /**
   * Writes the chart of a run that goes on atomically.
   *
   * @param name of the experiment
   * @param token what the model predicts, such as {@code character}
   * @param epochs so far
   */
  public static void write(Path file, String name, String token, List<EpochRecord> epochs) {
    AtomicFile.write(file, draw(name, token, epochs, null));
  }

  /** Returns the chart of a report as SVG. */
  public static String draw(RunReport report) {
    return draw(report.name(), report.token(), report.epochs(), report.test());
  }

  private static String draw(
      String name, String token, List<EpochRecord> epochs, @Nullable TestLoss test) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("training", points(epochs, EpochRecord::trainingLoss)));
    List<Point> validation = points(epochs, EpochRecord::validationLoss);
    if (!validation.isEmpty()) {
      lines.add(new Line("validation", validation));
    }
    if (test != null) {
      lines.add(new Line("test", List.of(new Point(test.epoch(), test.loss()))));
    }
    return LineChart.draw(name, "nats per " + token, lines);
  }

  /** Returns the charts of a report as this version draws it and as earlier versions drew it. */
  public static List<String> drawings(RunReport report) {
    return List.of(
        draw(report),
        FormerLossChart.draw(
            report.name(),
            points(report.epochs(), EpochRecord::trainingLoss),
            points(report.epochs(), EpochRecord::validationLoss)));
  }

  /** Returns a point for each epoch that has the loss. */
  public static List<Point> points(
      List<EpochRecord> epochs, Function<EpochRecord, @Nullable Double> lossOf) {
    List<Point> points = new ArrayList<>();
    for (EpochRecord epoch : epochs) {
      Double loss = lossOf.apply(epoch);
      if (loss != null) {
        points.add(new Point(epoch.epoch(), loss));
      }
    }
    return points;
  }
}
