package io.github.rnnlab.experiment;

import java.util.ArrayList;
import java.util.List;

/** Keeps all that it hears. */
final class RecordedProgress implements ProgressListener {
  final List<String> notes = new ArrayList<>();
  final List<EpochLoss> epochs = new ArrayList<>();

  /** Whether a run left its files, having trained or from a checkpoint of its last step. */
  boolean ran() {
    return notes.stream().anyMatch(note -> note.startsWith("Wrote "));
  }

  @Override
  public void note(String line) {
    notes.add(line);
  }

  @Override
  public void progress(Progress progress) {}

  @Override
  public void epochDone(EpochLoss epoch) {
    epochs.add(epoch);
  }
}
