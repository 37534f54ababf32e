package io.github.rnnlab.compare;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The reports in the directory of an experiment: of its only run, or of runs of several seeds, some
 * of which may be outdated. Only reports that differ in nothing but the seed are used together.
 */
final class RecordedReports {
  private static final String ONLY = "";

  private final Map<String, RunReport> reports;
  private final List<String> remarks;

  private RecordedReports(Map<String, RunReport> reports, List<String> remarks) {
    this.reports = reports;
    this.remarks = remarks;
  }

  /**
   * Reads the reports of a directory.
   *
   * @param remarks receives a sentence about each broken report, and later about each unused one
   */
  static RecordedReports read(RecordTree tree, String directory, List<String> remarks) {
    List<String> names = new ArrayList<>(List.of(ONLY));
    tree.list(directory).stream()
        .filter(name -> PlannedRun.seedOf(name).isPresent())
        .forEach(names::add);
    Map<String, RunReport> reports = new TreeMap<>();
    for (String name : names) {
      String path = directory + "/" + (name.equals(ONLY) ? "" : name + "/") + RunFiles.REPORT;
      try {
        String text = tree.read(path);
        if (text != null) {
          reports.put(name, requireSeed(name, RunReport.parse(text, path), path));
        }
      } catch (InvalidInputException e) {
        remarks.add("left out " + e.getMessage());
      }
    }
    return new RecordedReports(reports, remarks);
  }

  private static RunReport requireSeed(String name, RunReport report, String path) {
    if (!name.equals(ONLY) && !name.equals("seed-" + report.seed())) {
      throw new InvalidInputException(
          path + ": config.seed",
          String.valueOf(report.seed()),
          "that of its directory",
          "Restore it, or train the experiment again.");
    }
    return report;
  }

  /**
   * Returns the reports of the config's own runs, in order. If there are none, it returns those of
   * another config, with a remark.
   */
  List<RunReport> of(ExperimentConfig config) {
    List<PlannedRun> runs = PlannedRun.of(config, Path.of(""));
    Map<String, RunReport> own = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (PlannedRun run : runs) {
      String name = run.nameIn(Path.of(""));
      RunReport report = reports.get(name);
      if (report != null && report.configSha256().equals(run.config().sha256())) {
        own.put(name, report);
      } else {
        missing.add(name);
      }
    }
    if (own.isEmpty()) {
      if (!reports.isEmpty()) {
        remarks.add("the losses are those of another config than it has now; train or archive it.");
      }
      return alike();
    }
    if (!missing.isEmpty()) {
      remarks.add("there is no report of " + String.join(", ", missing) + " as configured now.");
    }
    return alike(own, "they are not runs of the config as it is on one corpus");
  }

  /**
   * Returns reports that belong together: those of seeds, or else that of the only run. The first
   * one decides if they belong to several configs or corpora.
   */
  List<RunReport> alike() {
    Map<String, RunReport> seeds = new TreeMap<>(reports);
    RunReport only = seeds.remove(ONLY);
    return alike(
        seeds.isEmpty() && only != null ? Map.of(ONLY, only) : seeds,
        "they differ from the others in more than the seed");
  }

  private List<RunReport> alike(Map<String, RunReport> candidates, String otherwise) {
    Map<String, RunReport> taken = new LinkedHashMap<>(candidates);
    candidates.values().stream()
        .findFirst()
        .map(run -> run.identity().withoutSeed())
        .ifPresent(
            first -> taken.values().removeIf(run -> !run.identity().withoutSeed().equals(first)));
    List<String> others = new ArrayList<>(reports.keySet());
    others.removeAll(taken.keySet());
    if (!others.isEmpty()) {
      remarks.add("left out " + described(others) + ", since " + otherwise + ".");
    }
    return List.copyOf(taken.values());
  }

  private static String described(List<String> names) {
    List<String> seeds = names.stream().filter(name -> !name.equals(ONLY)).toList();
    List<String> parts = new ArrayList<>();
    if (names.contains(ONLY)) {
      parts.add("the only run");
    }
    if (!seeds.isEmpty()) {
      parts.add((seeds.size() == 1 ? "the run " : "the runs ") + String.join(", ", seeds));
    }
    return String.join(" and ", parts);
  }
}
