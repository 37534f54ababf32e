package io.github.rnnlab.compare;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.discovery.ConfigFiles;
import io.github.rnnlab.file.PortableName;
import io.github.rnnlab.record.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects experiments to compare: their configs, and the reports of their runs or archives. */
public final class ComparedExperiments {
  private final RecordTree configs;
  private final @Nullable String selected;

  /**
   * Takes the configs of a directory.
   *
   * @param selected the name of the only experiment, or null for all
   */
  public ComparedExperiments(RecordTree configs, @Nullable String selected) {
    this.configs = configs;
    this.selected = selected;
  }

  /** Returns every experiment as archived in the directory. */
  public List<ComparedExperiment> archived() {
    return gather(configs, Archive.DIRECTORY + "/", configs.list(Archive.DIRECTORY));
  }

  /**
   * Returns every experiment with a config in the directory, as it was run.
   *
   * @param output the directory of all runs, such as {@code target/rnn}
   */
  private List<ComparedExperiment> run(RecordTree output) {
    return gather(output, "", List.of());
  }

  /**
   * Returns every experiment as it was run and as it is archived; a single entry if both are equal
   * or one is missing.
   */
  public List<ComparedExperiment> runAndArchived(RecordTree output) {
    Map<String, ComparedExperiment> runs = new TreeMap<>();
    run(output).forEach(run -> runs.put(run.label(), run));
    List<ComparedExperiment> all = new ArrayList<>();
    for (ComparedExperiment archived : archived()) {
      ComparedExperiment run = runs.get(archived.label());
      if (run == null || run.reports().isEmpty() || run.isSameAs(archived)) {
        all.add(archived);
      } else if (archived.reports().isEmpty()) {
        all.add(run);
      } else {
        all.add(archived.labeled(archived.label() + " (archive)"));
        all.add(run.labeled(run.label() + " (run)"));
      }
    }
    return all;
  }

  private List<ComparedExperiment> gather(
      RecordTree reports, String directory, List<String> recorded) {
    Map<String, String> files = files(recorded);
    TreeSet<String> names = new TreeSet<>(files.keySet());
    recorded.stream().filter(name -> !name.startsWith(".")).forEach(names::add);
    List<ComparedExperiment> runs = new ArrayList<>();
    for (String name : names) {
      if (selected == null || selected.equals(name)) {
        runs.add(compared(name, files.get(name), reports, directory + name));
      }
    }
    return runs;
  }

  /**
   * Returns the config files by experiment name; their content is unchecked. JSON that is plainly
   * none counts where there are reports of its name.
   */
  private Map<String, String> files(List<String> recorded) {
    Map<String, String> files = new TreeMap<>();
    for (String file : configs.list("")) {
      if (ConfigFiles.isName(file)) {
        try {
          String text = configs.read(file);
          String name = text == null ? "" : ExperimentConfigs.nameIn(text, file);
          if (text != null && (recorded.contains(name) || ExperimentConfigs.isConfig(file, text))) {
            files.put(name, file);
          }
        } catch (InvalidInputException e) {
          files.put(ExperimentConfigs.nameIn("", file), file); // Its remark says why.
        }
      }
    }
    return files;
  }

  private ComparedExperiment compared(
      String name, @Nullable String file, RecordTree tree, String directory) {
    List<String> remarks = new ArrayList<>();
    ExperimentConfig config = config(file, remarks);
    if (!PortableName.is(name)) { // It is no part of a path then.
      if (file == null) {
        remarks.add("left out, since no experiment can have this name.");
      }
      return new ComparedExperiment(name, Map.of(), List.of(), remarks);
    }
    RecordedReports recorded = RecordedReports.read(tree, directory, remarks);
    List<RunReport> reports = config == null ? recorded.alike() : recorded.of(config);
    if (config == null) {
      return new ComparedExperiment(
          name, reports.isEmpty() ? Map.of() : reports.get(0).config(), reports, remarks);
    }
    return new ComparedExperiment(name, config.hashed(), reports, remarks);
  }

  private @Nullable ExperimentConfig config(@Nullable String file, List<String> remarks) {
    try {
      String text = file == null ? null : configs.read(file);
      if (file != null && text != null) {
        return ExperimentConfigs.parseFile(text, file);
      }
      remarks.add("there is no such config any more; its values are the archived ones.");
    } catch (InvalidInputException e) {
      remarks.add("this version cannot read its config. " + e.getMessage());
    }
    return null;
  }
}
