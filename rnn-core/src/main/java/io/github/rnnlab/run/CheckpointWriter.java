package io.github.rnnlab.run;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.checkpoint.CheckpointDirectory;
import io.github.rnnlab.config.ExperimentConfig.Checkpoints;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.ValidationLoss;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves a run at intervals of steps or seconds, so that an interruption loses nothing for good. It
 * must be called after the recorder, whose state it saves. The best epoch is copied when it ends
 * and written with the next checkpoint, because fast epochs would otherwise spend more time writing
 * than training.
 */
final class CheckpointWriter implements TrainingListener {
  private final TrainingRun run;
  private final Recorder recorder;
  private final Checkpoints settings;
  private final CheckpointDirectory directory;
  private final DoubleSupplier seconds;
  private @Nullable Checkpoint unwrittenBest;
  private long writtenSteps;
  private int writtenEpochs;
  private long lastWrite = System.nanoTime();

  /**
   * Starts from the state of the recorder, which counts as saved.
   *
   * @param seconds the training time so far
   */
  CheckpointWriter(
      TrainingRun run,
      Recorder recorder,
      Checkpoints settings,
      CheckpointDirectory directory,
      DoubleSupplier seconds) {
    this.run = run;
    this.recorder = recorder;
    this.settings = settings;
    this.directory = directory;
    this.seconds = seconds;
    writtenSteps = recorder.steps();
    writtenEpochs = recorder.epochs().size();
  }

  @Override
  public void stepDone(int epoch, long step, double loss, double epochLoss) {
    if (isDue()) {
      save();
    }
  }

  @Override
  public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation) {
    if (recorder.best().epoch() == epoch) {
      unwrittenBest = null; // Its memory is that of the next one.
      unwrittenBest = run.checkpoint(recorder, List.of(), seconds.getAsDouble());
    }
  }

  private boolean isDue() {
    return System.nanoTime() - lastWrite >= settings.everySeconds() * 1_000_000_000L
        || (settings.everySteps() != null && recorder.steps() % settings.everySteps() == 0);
  }

  /**
   * Writes a checkpoint of the present state, unless it is already written. An interrupted thread
   * writes it, too, and stays interrupted.
   *
   * @throws BrokenRunException if it cannot be written
   */
  void save() {
    boolean interrupted = Thread.interrupted();
    try {
      write();
    } catch (CancellationException e) {
      // The interrupt came in the middle, and closed the file that was being written.
      interrupted = Thread.interrupted();
      write();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write() {
    List<EpochRecord> epochs = recorder.epochs();
    if (unwrittenBest != null) {
      int done = unwrittenBest.state().position().epoch() - 1;
      write(unwrittenBest.withEpochs(epochs.subList(0, done)));
      unwrittenBest = null;
    }
    if (writtenSteps != recorder.steps() || writtenEpochs != epochs.size()) {
      write(run.checkpoint(recorder, epochs, seconds.getAsDouble()));
    }
    lastWrite = System.nanoTime();
  }

  private void write(Checkpoint checkpoint) {
    long best = recorder.best().epoch() * run.plan().stepsPerEpoch();
    directory.write(checkpoint, settings.keep(), best);
    writtenSteps = checkpoint.step();
    writtenEpochs = checkpoint.state().epochs().size();
  }
}
