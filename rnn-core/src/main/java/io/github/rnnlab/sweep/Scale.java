package io.github.rnnlab.sweep;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.Printable;
import io.github.rnnlab.chart.ParallelCoordinates.Axis;
import io.github.rnnlab.chart.ParallelCoordinates.Mark;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.plan.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import tools.jackson.databind.JsonNode;

/**
 * An axis of parallel coordinates and where trials lie on it.
 *
 * @param axis the axis
 * @param places of the trials, from 0 to 1
 */
record Scale(Axis axis, List<Double> places) {
  /** Numbers above 0 that differ by more than this factor are shown by their logarithms. */
  private static final double WIDE = 20;

  private static final int MOST_MARKS = 8;

  /** Returns the axis of a key: numbers by their size, other values in the order of the trials. */
  static Scale ofValues(List<TrialResult> trials, String key) {
    List<String> values = new ArrayList<>();
    for (TrialResult trial : trials) {
      Object value = trial.values().get(key);
      values.add(value == null ? "" : Json.line(value));
    }
    if (values.stream().map(Json::tree).allMatch(JsonNode::isNumber)) {
      List<Double> numbers = values.stream().map(text -> Json.tree(text).doubleValue()).toList();
      return of(key, numbers, number -> Trial.shown(Json.line(number)));
    }
    List<String> levels = new ArrayList<>(new TreeSet<>(values));
    double last = Math.max(1, levels.size() - 1);
    return new Scale(
        new Axis(
            Printable.line(key),
            levels.stream()
                .map(
                    level ->
                        new Mark(Printable.line(Trial.shown(level)), levels.indexOf(level) / last))
                .toList()),
        values.stream().map(value -> levels.indexOf(value) / last).toList());
  }

  /** Returns the axis of the losses. */
  static Scale ofLosses(List<TrialResult> trials) {
    return of(
        "bits per character",
        trials.stream().map(TrialResult::loss).toList(),
        loss -> Decimal.fixed(loss, 4));
  }

  private static Scale of(String name, List<Double> numbers, DoubleFunction<String> shown) {
    TreeSet<Double> ascending = new TreeSet<>(numbers);
    double least = ascending.first();
    double most = ascending.last();
    boolean wide = least > 0 && most / least > WIDE;
    List<Double> places = numbers.stream().map(number -> place(number, least, most, wide)).toList();
    List<Mark> marks = new ArrayList<>();
    if (ascending.size() <= MOST_MARKS) {
      ascending.forEach(
          number -> marks.add(new Mark(shown.apply(number), place(number, least, most, wide))));
    } else {
      marks.add(new Mark(shown.apply(least), 0));
      marks.add(new Mark(shown.apply(most), 1));
    }
    return new Scale(new Axis(Printable.line(name), marks), places);
  }

  private static double place(double number, double least, double most, boolean wide) {
    if (most == least) {
      return 0.5;
    }
    return wide
        ? (StrictMath.log(number) - StrictMath.log(least))
            / (StrictMath.log(most) - StrictMath.log(least))
        : (number - least) / (most - least);
  }
}
