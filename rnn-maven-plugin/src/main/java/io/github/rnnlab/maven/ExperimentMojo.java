package io.github.rnnlab.maven;

import io.github.rnnlab.maven.build.Selection;
import java.io.File;
import org.apache.maven.plugins.annotations.Parameter;

/** The parameters of the goals that look at the files which experiments read. */
abstract class ExperimentMojo extends GoalMojo {
  /** Where downloaded corpora are kept, for all projects of a user. */
  @Parameter(property = "rnn.cache", defaultValue = "${user.home}/.cache/rnn", required = true)
  private File cache;

  /** Returns the experiments that the goal is about. */
  final Selection selection() {
    return new Selection(
        config(), configDirectory(), outputDirectory(), path(cache, "rnn.cache"), overrides());
  }
}
