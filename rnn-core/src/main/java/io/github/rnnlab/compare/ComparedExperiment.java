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
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as it is compared: what was asked for, and what came out, if it was run.
 *
 * @param label says which experiment, and as of when
 * @param config the part of the effective config that is hashed
 * @param reports one per seed, which differ in nothing else they were made from; empty if the
 *     experiment was not run, or not archived
 * @param remarks sentences on what a reader has to know, such as that the reports belong to an
 *     older config
 */
public record ComparedExperiment(
    String label, Map<String, Object> config, List<RunReport> reports, List<String> remarks) {
  /**
   * Keeps its own copies of the lists.
   *
   * @throws IllegalArgumentException if two reports have one seed or differ in more than the seed:
   *     their mean would say nothing
   */
  public ComparedExperiment {
    if (reports.stream().map(RunReport::seed).distinct().count() != reports.size()
        || reports.stream().map(run -> run.identity().withoutSeed()).distinct().count() > 1) {
      throw new IllegalArgumentException("reports that must not be averaged, of " + label);
    }
    reports = List.copyOf(reports);
    remarks = List.copyOf(remarks);
  }

  /** Returns a run of the same record under another label. */
  public ComparedExperiment labelled(String other) {
    return new ComparedExperiment(other, config, reports, remarks);
  }

  /** Whether config and reports are the same as another's, whatever the label. */
  public boolean isSameAs(ComparedExperiment other) {
    return config.equals(other.config)
        && reports.stream()
            .map(RunReport::digest)
            .toList()
            .equals(other.reports.stream().map(RunReport::digest).toList());
  }

  /** All values that may explain a difference, by key: the config, and what the run read. */
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

  /** A loss after the last epoch over all seeds; null if a report lacks it. */
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

  /** The means of a loss over all seeds, after the epochs at which all seeds have it. */
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
