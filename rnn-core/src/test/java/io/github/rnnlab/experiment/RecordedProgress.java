package io.github.rnnlab.experiment;

import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.run.ProgressListener;
import java.util.ArrayList;
import java.util.List;

/** Keeps all that it hears. */
public class RecordedProgress implements ProgressListener {
  public final List<String> notes = new ArrayList<>();
  public final List<String> warnings = new ArrayList<>();
  public final List<EpochLoss> epochs = new ArrayList<>();

  /** Whether a run left its files, having trained or from a checkpoint of its last step. */
  public boolean ran() {
    return notes.stream().anyMatch(note -> note.startsWith("Wrote "));
  }

  @Override
  public void note(String line) {
    notes.add(line);
  }

  @Override
  public void warn(String line) {
    warnings.add(line);
  }

  @Override
  public void progress(Progress progress) {}

  @Override
  public void epochDone(EpochLoss epoch) {
    epochs.add(epoch);
  }
}
