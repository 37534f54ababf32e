package io.github.rnnlab.experiment;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.report.Archive;
import io.github.rnnlab.report.ComparedRun;
import io.github.rnnlab.report.RecordTree;
import io.github.rnnlab.report.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers experiments to compare: their configs, and the reports of their runs or archives. */
public final class ComparedRuns {
  private static final String REPORT = "report.json";

  private final RecordTree configs;
  private final @Nullable String selected;

  /**
   * Takes the configs of a directory.
   *
   * @param selected the only experiment to take, or null for all
   */
  public ComparedRuns(RecordTree configs, @Nullable String selected) {
    this.configs = configs;
    this.selected = selected;
  }

  /** Returns every experiment of the directory as it is archived there. */
  public List<ComparedRun> archived() {
    return gather(configs, Archive.DIRECTORY + "/", configs.list(Archive.DIRECTORY));
  }

  /**
   * Returns every experiment of the directory that has a config there, as it was run.
   *
   * @param output the directory of all runs, such as {@code target/rnn}
   */
  public List<ComparedRun> run(RecordTree output) {
    return gather(output, "", List.of());
  }

  /**
   * Returns every experiment as it was run and as it is archived: one entry where both are the
   * same, or where there is only one of them.
   */
  public List<ComparedRun> runAndArchived(RecordTree output) {
    Map<String, ComparedRun> runs = new TreeMap<>();
    run(output).forEach(run -> runs.put(run.label(), run));
    List<ComparedRun> all = new ArrayList<>();
    for (ComparedRun archived : archived()) {
      ComparedRun run = runs.get(archived.label());
      if (run == null || run.reports().isEmpty() || run.isSameAs(archived)) {
        all.add(archived);
      } else if (archived.reports().isEmpty()) {
        all.add(run);
      } else {
        all.add(archived.labelled(archived.label() + " (archive)"));
        all.add(run.labelled(run.label() + " (run)"));
      }
    }
    return all;
  }

  private List<ComparedRun> gather(RecordTree reports, String directory, List<String> recorded) {
    Map<String, String> files = files();
    TreeSet<String> names = new TreeSet<>(files.keySet());
    recorded.stream().filter(name -> !name.startsWith(".")).forEach(names::add);
    List<ComparedRun> runs = new ArrayList<>();
    for (String name : names) {
      if (selected == null || selected.equals(name)) {
        runs.add(compared(name, files.get(name), reports, directory + name));
      }
    }
    return runs;
  }

  /** The files of the configs by the names of their experiments. */
  private Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    for (String file : configs.list("")) {
      String text = ExperimentConfigs.isConfig(file) ? configs.read(file) : null;
      if (text != null) {
        files.put(ExperimentConfigs.nameIn(text, file), file);
      }
    }
    return files;
  }

  private ComparedRun compared(
      String name, @Nullable String file, RecordTree tree, String directory) {
    List<String> remarks = new ArrayList<>();
    List<RunReport> reports = reports(tree, directory, remarks);
    ExperimentConfig config = null;
    String text = file == null ? null : configs.read(file);
    if (file == null || text == null) {
      remarks.add("there is no such config any more; its values are the archived ones.");
    } else {
      try {
        config = ExperimentConfigs.parseFile(text, file);
      } catch (InvalidInputException e) {
        remarks.add("this version cannot read its config. " + e.getMessage());
      }
    }
    if (config == null) {
      return new ComparedRun(
          name, reports.isEmpty() ? Map.of() : reports.get(0).config(), reports, remarks);
    }
    ExperimentConfig first = SeedRun.of(config, Path.of("")).get(0).config();
    if (!reports.isEmpty() && !reports.get(0).configSha256().equals(first.sha256())) {
      remarks.add("the losses are those of another config than it has now; train or archive it.");
    }
    return new ComparedRun(name, config.hashed(), reports, remarks);
  }

  private static List<RunReport> reports(RecordTree tree, String directory, List<String> remarks) {
    List<String> paths = new ArrayList<>();
    paths.add(directory + "/" + REPORT);
    for (String name : tree.list(directory)) {
      if (name.startsWith("seed-")) {
        paths.add(directory + "/" + name + "/" + REPORT);
      }
    }
    List<RunReport> reports = new ArrayList<>();
    for (String path : paths) {
      String text = tree.read(path);
      if (text != null) {
        try {
          reports.add(RunReport.parse(text, path));
        } catch (InvalidInputException e) {
          remarks.add("left out " + e.getMessage());
        }
      }
    }
    return reports;
  }
}
