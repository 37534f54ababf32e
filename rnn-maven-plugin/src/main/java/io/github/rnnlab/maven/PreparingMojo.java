package io.github.rnnlab.maven;

import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import java.io.File;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal whose workers read corpora. */
abstract class PreparingMojo extends WorkerMojo {
  /**
   * The directory of downloaded corpora, shared by all projects of a user.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.cache", defaultValue = "${user.home}/.cache/rnn", required = true)
  private File cache;

  PreparingMojo(Experiments experiments, Goal goal) {
    super(experiments, goal);
  }

  @Override
  final Path cacheDirectory() {
    return path(cache, "rnn.cache");
  }
}
