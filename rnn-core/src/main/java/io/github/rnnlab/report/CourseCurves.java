package io.github.rnnlab.report;

import io.github.rnnlab.chain.Link;
import io.github.rnnlab.config.ExperimentConfig.Training;
import io.github.rnnlab.course.GradientNormsCsv.Row;
import io.github.rnnlab.optimizer.LearningRate;
import io.github.rnnlab.page.Curves;
import io.github.rnnlab.page.Curves.Point;
import io.github.rnnlab.page.Curves.Series;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.schedule.LearningRates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The learning rate and the norm of the gradient of a run, over its steps. */
final class CourseCurves {
  private static final String EPOCH = "epoch";

  private final RunRecord run;
  private final RunReport report;
  private final StepAxis axis;

  CourseCurves(RunRecord run) {
    this.run = run;
    report = run.report();
    axis = StepAxis.of(report);
  }

  /**
   * Returns the learning rate, which follows from the config and the validation losses; empty if it
   * never changed, or if the config has a schedule that this version does not know.
   */
  Optional<Curves> learningRate() {
    return Setting.training(run.settings().values())
        .map(this::rates)
        .filter(points -> points.stream().map(Point::y).distinct().count() > 1)
        .map(points -> List.of(new Series("learning rate", null, points)))
        .map(
            series ->
                new Curves("Learning rate by epoch", EPOCH, List.of("learning rate"), series));
  }

  private List<Point> rates(Training training) {
    TreeSet<Long> steps = new TreeSet<>();
    report.chain().links().stream().map(Link::step).forEach(steps::add);
    for (EpochRecord epoch : new LossCurves(report).shown()) {
      steps.add(axis.first(epoch.epoch()));
      steps.add(axis.last(epoch.epoch()));
    }
    LearningRate rate = LearningRates.of(training, axis.last(training.epochs()));
    List<Point> points = new ArrayList<>();
    for (EpochRecord record : report.epochs()) {
      int epoch = record.epoch();
      for (long step : steps.subSet(axis.first(epoch), true, axis.last(epoch), true)) {
        points.add(axis.point(step, rate.of(epoch, step)));
      }
      if (record.validationLoss() != null) {
        rate.judged(record.validationLoss());
      }
    }
    return points;
  }

  /** Returns the norm of the gradient by stretch of steps; empty if the run did not record it. */
  Optional<Curves> gradientNorm() {
    List<Point> means = new ArrayList<>();
    List<Point> greatest = new ArrayList<>();
    for (Row row : run.gradientNorms()) {
      if (Double.isFinite(row.mean()) && Double.isFinite(row.greatest())) {
        means.add(axis.point(row.step(), row.mean()));
        greatest.add(axis.point(row.step(), row.greatest()));
      }
    }
    if (means.isEmpty()) {
      return Optional.empty();
    }
    List<Series> series = new ArrayList<>();
    series.add(new Series("mean", null, means));
    series.add(new Series("greatest", null, greatest));
    double limit = Double.parseDouble(run.value("training.clipNorm"));
    if (limit > 0) {
      series.add(
          new Series(
              "training.clipNorm",
              null,
              List.of(axis.point(1, limit), axis.point(report.steps(), limit))));
    }
    return Optional.of(
        new Curves(
            "Norm of the gradient by epoch", EPOCH, List.of("norm, before clipping"), series));
  }
}
