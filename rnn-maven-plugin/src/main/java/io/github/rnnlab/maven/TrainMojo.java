package io.github.rnnlab.maven;

import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;

/** Prepares and trains each experiment, reports its losses and writes sample text. */
@Mojo(name = "train", threadSafe = true)
public final class TrainMojo extends ExperimentMojo {
  @Inject
  TrainMojo(ExperimentRuns runs) {
    super(runs, Goal.TRAIN);
  }
}
