package io.github.rnnlab.experiment;

import io.github.rnnlab.chain.Link;
import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.checkpoint.CheckpointDirectory;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunIdentity;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.run.TrainingRun;
import io.github.rnnlab.stage.Workplace;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.token.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains stretches of a run once more, each from the first weights or from a kept checkpoint, to
 * see whether the same links come out. It changes nothing in the run directory.
 */
public final class Replay implements AutoCloseable {
  private final ExperimentConfig config;
  private final Workplace workplace;
  private final PreparedCorpus corpus;
  private final Split split;
  private final RunIdentity identity;
  private final Backend backend;
  private final CheckpointDirectory checkpoints;

  /** Takes over the backend, which {@link #close} closes. */
  Replay(
      ExperimentConfig config,
      Workplace workplace,
      ProgressListener listener,
      PreparedCorpus corpus,
      Split split,
      RunIdentity identity,
      Backend backend) {
    this.config = config;
    this.workplace = workplace;
    this.corpus = corpus;
    this.split = split;
    this.identity = identity;
    this.backend = backend;
    checkpoints =
        CheckpointDirectory.open(
            new RunFiles(workplace.outputDirectory()).checkpoints(),
            run().fingerprint(),
            listener::note);
  }

  /**
   * Returns the steps after which a stretch can start, in ascending order: 0, for the first
   * weights, and those of the kept checkpoints of this very run.
   */
  public List<Long> starts() {
    List<Long> starts = new ArrayList<>(List.of(0L));
    checkpoints.steps().forEach(starts::add);
    return starts;
  }

  /**
   * Trains from a start to the links that come next. Their digests follow from those that the
   * checkpoint holds.
   *
   * @param start one of {@link #starts}
   * @param count how many links, at least 1; fewer come out where the run ends
   * @return nothing if the checkpoint is damaged; the listener has been told
   * @throws io.github.rnnlab.BrokenRunException if the loss stops being finite
   */
  public List<Link> links(long start, int count) {
    if (start == 0) {
      return run().replay(Optional.empty(), count);
    }
    Optional<Checkpoint> checkpoint = checkpoints.at(start);
    return checkpoint.isEmpty() ? List.of() : run().replay(checkpoint, count);
  }

  private TrainingRun run() {
    return new TrainingRun(config, workplace, corpus, split, identity, backend);
  }

  @Override
  public void close() {
    backend.close();
  }
}
