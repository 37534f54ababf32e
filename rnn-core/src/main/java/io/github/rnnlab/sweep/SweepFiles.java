package io.github.rnnlab.sweep;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The files with the results of a sweep. */
final class SweepFiles {
  private static final String JSON = "sweep.json";
  private static final String CSV = "sweep.csv";
  private static final String PAGE = "sweep.html";
  private static final int DIGITS = 6;

  /** The names of the files. */
  static final List<String> NAMES = List.of(JSON, CSV, PAGE);

  private final Path root;

  /** Names the directory to write to. */
  SweepFiles(Path root) {
    this.root = root;
  }

  /**
   * Writes the files.
   *
   * @param sweep the directory of the sweep, which has the reports of its runs
   */
  void write(SweepReport report, Path sweep) {
    AtomicFile.write(root.resolve(JSON), Json.pretty(report));
    AtomicFile.write(root.resolve(CSV), csv(report));
    AtomicFile.write(root.resolve(PAGE), SweepPage.of(report, sweep));
  }

  /** Returns a table with a row for each run (RFC 4180). */
  static String csv(SweepReport report) {
    StringBuilder csv = new StringBuilder();
    List<String> head = new ArrayList<>(List.of("trial", "status", "rank", "rung", "seed", "run"));
    head.addAll(report.keys());
    head.addAll(
        List.of(
            "epochs",
            "training_loss",
            "validation_loss",
            "bits_per_character",
            "test_loss",
            "parameters"));
    row(csv, head);
    for (TrialResult trial : report.trials()) {
      for (RunResult run : trial.runs()) {
        List<String> cells = new ArrayList<>();
        cells.add(String.valueOf(trial.number()));
        cells.add(run.isFinished() ? trial.status() : run.status());
        cells.add(text(trial.rank()));
        cells.add(String.valueOf(run.rung()));
        cells.add(String.valueOf(run.seed()));
        cells.add(run.address());
        report.keys().forEach(key -> cells.add(trial.shown(key)));
        cells.add(text(run.epochs()));
        cells.add(fixed(run.trainingLoss()));
        cells.add(fixed(run.validationLoss()));
        cells.add(fixed(run.bitsPerCharacter()));
        cells.add(fixed(run.testLoss()));
        cells.add(text(run.parameters()));
        row(csv, cells);
      }
    }
    return csv.toString();
  }

  private static void row(StringBuilder csv, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      csv.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
    }
    csv.append('\n');
  }

  private static String quoted(String cell) {
    return cell.matches("(?s).*[,\"\\r\\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  private static String text(@Nullable Number value) {
    return value == null ? "" : String.format(Locale.ROOT, "%d", value.longValue());
  }

  private static String fixed(@Nullable Double value) {
    return value == null ? "" : Decimal.fixed(value, DIGITS);
  }
}
