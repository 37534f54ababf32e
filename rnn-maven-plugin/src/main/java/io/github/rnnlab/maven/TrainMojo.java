package io.github.rnnlab.maven;

import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Prepares and trains each experiment, reports its losses and writes sample text. */
@Mojo(name = "train", threadSafe = true)
public final class TrainMojo extends WorkerMojo {
  /** Whether to train even what is up to date, from its start. */
  @Parameter(property = "rnn.force", defaultValue = "false")
  private boolean force;

  /**
   * Whether a run that was interrupted starts over instead of going on from its last checkpoint.
   */
  @Parameter(property = "rnn.fresh", defaultValue = "false")
  private boolean fresh;

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
}
