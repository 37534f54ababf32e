package io.github.rnnlab.report;

import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.TestLoss;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run on the page of all runs.
 *
 * @param label its name, and whether it is an archived one
 * @param link the address of its own page, relative to the page of all runs
 * @param directory of its record: that of the run, or one inside of an archive
 * @param description of its experiment, or null
 * @param run its record
 */
record ShownRun(
    String label, String link, Path directory, @Nullable String description, RunRecord run) {
  /** Returns what a list of runs has of it. */
  ListedRun listed() {
    Optional<EpochRecord> best = run.best();
    TestLoss test = run.report().test();
    return new ListedRun(
        label,
        link,
        directory,
        description,
        run.value("model.cell") + ", " + run.value("model.hiddenSize"),
        run.report().parameters(),
        run.last().epoch(),
        run.last().trainingLoss(),
        best.map(EpochRecord::validationLoss).orElse(null),
        best.map(EpochRecord::validationBitsPerCharacter).orElse(null),
        test == null ? null : Double.valueOf(test.loss()),
        run.environment().get("charactersPerSecond") instanceof Number speed
            ? speed.doubleValue()
            : null);
  }
}
