package io.github.rnnlab.chart;

import io.github.rnnlab.chart.LineChart.Point;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.record.EpochRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code loss.svg}: a line chart of the losses, with the same bytes on every machine. */
public final class LossChart {
  private static final String TRAINING = "#1f6fb4";
  private static final String VALIDATION = "#d1661f";

  private LossChart() {}

  /** Writes the file atomically. There is at least one epoch. */
  public static void write(Path file, String title, List<EpochRecord> epochs) {
    AtomicFile.write(file, draw(title, epochs));
  }

  /** Returns the chart as SVG. There is at least one epoch. */
  public static String draw(String title, List<EpochRecord> epochs) {
    List<Point> training = points(epochs, EpochRecord::trainingLoss);
    List<Point> validation = points(epochs, EpochRecord::validationLoss);
    LineChart chart = new LineChart(List.of(training, validation));
    chart.begin(title, (int) LineChart.HEIGHT);
    double right = LineChart.WIDTH - LineChart.RIGHT;
    chart.line(TRAINING, training);
    chart.legend("end", right - 100, 28, TRAINING, "training");
    if (!validation.isEmpty()) {
      chart.line(VALIDATION, validation);
      chart.legend("end", right, 28, VALIDATION, "validation");
    }
    return chart.end();
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
