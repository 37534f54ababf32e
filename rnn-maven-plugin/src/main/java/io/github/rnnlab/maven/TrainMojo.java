package io.github.rnnlab.maven;

import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.stage.Workplace;
import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Prepares and trains each experiment, reports its losses and writes a sample. */
@Mojo(name = "train", threadSafe = true)
public final class TrainMojo extends WorkerMojo {
  /** Whether to train from the start even if the run is up to date. */
  @Parameter(property = "rnn.force", defaultValue = "false")
  private boolean force;

  /** Whether an interrupted run starts over instead of resuming from its last checkpoint. */
  @Parameter(property = "rnn.fresh", defaultValue = "false")
  private boolean fresh;

  /**
   * How many finished runs of other configs are kept beside the present one. A run comes back with
   * its config.
   */
  @Parameter(property = "rnn.keptRuns", defaultValue = "" + Workplace.KEPT_RUNS)
  private int keptRuns;

  @Inject
  TrainMojo(Experiments experiments) {
    super(experiments, Goal.TRAIN);
  }

  @Override
  boolean force() {
    return force;
  }

  @Override
  boolean fresh() {
    return fresh;
  }

  @Override
  int keptRuns() {
    return keptRuns;
  }
}
