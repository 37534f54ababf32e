package io.github.rnnlab.maven;

import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;

/** Reads each experiment's corpus and writes its vocabulary, tokens and windows. */
@Mojo(name = "prepare", threadSafe = true)
public final class PrepareMojo extends ExperimentMojo {
  @Inject
  PrepareMojo(ExperimentRuns runs) {
    super(runs, Goal.PREPARE);
  }
}
