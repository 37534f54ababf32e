package io.github.rnnlab.live;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.chart.LossChart;
import io.github.rnnlab.chart.LossCsv;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The losses and a text of a run that goes on, in a directory of their own, because those of a
 * finished run replace the former ones only together. They are written after every epoch, but not
 * again within a second, nor so often that they take more than a fifth of the time. Not safe for
 * use by several threads.
 */
public final class LiveFiles {
  private static final long LEAST_NANOS = 1_000_000_000;
  private static final long COSTS_BETWEEN = 4;

  private final RunFiles files;
  private final String name;
  private final String token;
  private final Supplier<byte[]> sample;
  private final Consumer<String> notes;
  private final LongSupplier nanoTime;
  private final long began;
  private long due;
  private boolean isNoted;
  private boolean isBroken;

  /**
   * Starts with no files.
   *
   * @param directory of the files; those of a former run stay until the first epoch ends
   * @param name of the experiment
   * @param token what the model predicts, such as {@code character}
   * @param sample writes a text with the present weights
   * @param notes receives a line for the log
   * @param nanoTime the clock
   */
  public LiveFiles(
      Path directory,
      String name,
      String token,
      Supplier<byte[]> sample,
      Consumer<String> notes,
      LongSupplier nanoTime) {
    this.files = new RunFiles(directory);
    this.name = name;
    this.token = token;
    this.sample = sample;
    this.notes = notes;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
    this.due = began;
  }

  /**
   * Writes the files, unless it is too soon. Without them the run goes on all the same.
   *
   * @param epochs all epochs so far, with losses per character
   */
  public void epochDone(List<EpochRecord> epochs) {
    long start = nanoTime.getAsLong();
    if (isBroken || start - due < 0) {
      return;
    }
    try {
      LossCsv.write(files.lossCsv(), epochs, null);
      LossChart.write(files.lossChart(), name, token, epochs);
      AtomicFile.write(files.sample(), sample.get());
    } catch (BrokenRunException e) {
      isBroken = true;
      notes.accept(
          "The losses and the text of this run are not there to look at. " + e.getMessage());
      return;
    }
    long end = nanoTime.getAsLong();
    if (!isNoted && end - began >= LEAST_NANOS) { // A run that is over sooner is not looked at.
      isNoted = true;
      notes.accept(
          String.join(", ", RunFiles.LOSS_CSV, RunFiles.LOSS_CHART, RunFiles.SAMPLE)
              + " after each epoch are in "
              + files.directory());
    }
    due = end + Math.max(LEAST_NANOS, COSTS_BETWEEN * (end - start));
  }
}
