package io.github.rnnlab.maven;

import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Reads each experiment's corpus and writes its vocabulary, tokens and windows.
 *
 * @since 0.1.0
 */
@Mojo(name = "prepare", threadSafe = true)
public final class PrepareMojo extends PreparingMojo {
  /**
   * Whether to prepare even if the files are up to date.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.force", defaultValue = "false")
  private boolean force;

  @Inject
  PrepareMojo(Experiments experiments) {
    super(experiments, Goal.PREPARE);
  }

  @Override
  boolean force() {
    return force;
  }
}
