package io.github.rnnlab.maven;

import io.github.rnnlab.maven.build.Selection;
import java.io.File;
import org.apache.maven.plugins.annotations.Parameter;

/** The parameters of the goals that look at the files of experiments. */
abstract class ExperimentMojo extends GoalMojo {
  /** The directory of downloaded corpora, shared by all projects of a user. */
  @Parameter(property = "rnn.cache", defaultValue = "${user.home}/.cache/rnn", required = true)
  private File cache;

  /** Returns the selected experiments. */
  final Selection selection() {
    return new Selection(
        config(), configDirectory(), outputDirectory(), path(cache, "rnn.cache"), overrides());
  }
}
