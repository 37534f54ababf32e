package io.github.rnnlab.archive;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chart.LossChart;
import io.github.rnnlab.chart.LossCsv;
import io.github.rnnlab.chart.StepLossCsv;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.StepLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The record of a finished run in its directory. */
public final class FinishedRun {
  private static final String AGAIN = "Train it again with mvn rnn:train -Drnn.force.";

  private FinishedRun() {}

  /** Returns whether a run has finished in a directory. */
  private static boolean exists(Path directory) {
    return Files.exists(new RunFiles(directory).report());
  }

  /**
   * Reads the report of a run and checks that the other files of the record match it.
   *
   * @throws InvalidInputException if the run is unfinished or was edited; the message names the
   *     file
   */
  public static RunReport require(Path directory) {
    if (!exists(directory)) {
      throw new InvalidInputException(
          directory.toString(), "no finished run", "a report.json", "Run mvn rnn:train first.");
    }
    RunFiles files = new RunFiles(directory);
    RunReport report = RunReport.read(files.report());
    require(files.lossCsv(), List.of(LossCsv.text(report.epochs(), report.test())));
    List<StepLoss> stepLosses = report.stepLosses();
    if (stepLosses != null) {
      require(files.stepLossCsv(), List.of(StepLossCsv.text(stepLosses)));
    }
    require(files.lossChart(), LossChart.drawings(report));
    return report;
  }

  private static void require(Path file, List<String> expected) {
    try {
      if (!expected.contains(Files.readString(file))) {
        throw new InvalidInputException(
            file.toString(), "other content", "what report.json gives", AGAIN);
      }
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new InvalidInputException(
          file.toString(), "no readable file (" + e + ")", "a file of the run", AGAIN, e);
    }
  }
}
