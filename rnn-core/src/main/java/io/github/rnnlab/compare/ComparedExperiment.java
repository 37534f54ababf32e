package io.github.rnnlab.compare;

import io.github.rnnlab.chart.LineChart;
import io.github.rnnlab.chart.LossChart;
import io.github.rnnlab.record.ConfigValues;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An experiment in a comparison: its config and, if it was run, its reports.
 *
 * @param label names the experiment and its revision
 * @param config the hashed part of the effective config
 * @param reports one per seed, which differ in nothing but the seed; empty if the experiment was
 *     not run or not archived
 * @param remarks sentences for the reader, such as that the reports belong to an older config
 */
public record ComparedExperiment(
    String label, Map<String, Object> config, List<RunReport> reports, List<String> remarks) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if two reports have the same seed or differ in more than the
   *     seed, because their mean would be meaningless
   */
  public ComparedExperiment {
    if (reports.stream().map(RunReport::seed).distinct().count() != reports.size()
        || reports.stream().map(run -> run.identity().withoutSeed()).distinct().count() > 1) {
      throw new IllegalArgumentException("reports that must not be averaged, of " + label);
    }
    reports = List.copyOf(reports);
    remarks = List.copyOf(remarks);
  }

  /** Returns a copy with another label. */
  public ComparedExperiment labeled(String other) {
    return new ComparedExperiment(other, config, reports, remarks);
  }

  /** Returns whether config and reports equal those of another, whatever the labels. */
  public boolean isSameAs(ComparedExperiment other) {
    return config.equals(other.config)
        && reports.stream()
            .map(RunReport::digest)
            .toList()
            .equals(other.reports.stream().map(RunReport::digest).toList());
  }

  /**
   * Returns all values that may explain a difference, by key: the config and the inputs of the run.
   */
  Map<String, String> values() {
    Map<String, Object> values = new LinkedHashMap<>(config);
    values.remove("name");
    Map<String, String> flat = new TreeMap<>(ConfigValues.flat(values));
    if (!reports.isEmpty()) {
      RunReport report = reports.get(0);
      flat.put("(numerics)", String.valueOf(report.numerics()));
      flat.put("(numeric class)", report.numericClass());
      if (report.library() != null) {
        flat.put("(library)", report.library());
      }
      flat.put("(corpus sha256)", report.corpus().sha256());
      if (report.corpus().vocabularySha256() != null) {
        flat.put("(vocabulary sha256)", report.corpus().vocabularySha256());
      }
      if (report.initialWeightsSha256() != null) {
        flat.put("(initial weights sha256)", report.initialWeightsSha256());
      }
    }
    return flat;
  }

  /** Returns what computed the reports, of which there must be one. */
  String backend() {
    return Objects.requireNonNullElse(reports.get(0).library(), "an exact backend");
  }

  /** Returns a loss of the last epoch over all seeds; null if a report lacks it. */
  @Nullable LossOverSeeds last(Function<EpochRecord, @Nullable Double> lossOf) {
    List<Double> losses = new ArrayList<>();
    for (RunReport report : reports) {
      Double loss = lossOf.apply(report.epochs().get(report.epochs().size() - 1));
      if (loss == null) {
        return null;
      }
      losses.add(loss);
    }
    return losses.isEmpty() ? null : LossOverSeeds.of(losses);
  }

  /** Returns the mean of a loss over all seeds, for the epochs in which all seeds have it. */
  List<LineChart.Point> curve(Function<EpochRecord, @Nullable Double> lossOf) {
    Map<Integer, List<Double>> losses = new TreeMap<>();
    for (RunReport report : reports) {
      for (LineChart.Point point : LossChart.points(report.epochs(), lossOf)) {
        losses.computeIfAbsent(point.epoch(), epoch -> new ArrayList<>()).add(point.loss());
      }
    }
    losses.values().removeIf(values -> values.size() < reports.size());
    return losses.entrySet().stream()
        .map(
            entry -> new LineChart.Point(entry.getKey(), LossOverSeeds.of(entry.getValue()).mean()))
        .toList();
  }
}
