package io.github.rnnlab.maven;

import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import io.github.rnnlab.workplace.Workplace;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Prepares and trains each experiment, reports its losses and writes a sample.
 *
 * @since 0.1.0
 */
@Mojo(name = "train", threadSafe = true)
public final class TrainMojo extends PreparingMojo {
  /**
   * Whether to train from the start even if the run is up to date.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.force", defaultValue = "false")
  private boolean force;

  /**
   * Whether an interrupted run starts over instead of resuming from its last checkpoint.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.fresh", defaultValue = "false")
  private boolean fresh;

  /**
   * How many finished runs of other configs are kept beside the present one. A run comes back with
   * its config.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.keptRuns", defaultValue = "" + Workplace.KEPT_RUNS)
  private int keptRuns;

  /**
   * The Apache Spark cluster that trains the runs: {@code spark://HOST:PORT}, {@code local[*]},
   * {@code yarn} or {@code k8s://...}; by default, this machine. Properties of the command line
   * that begin with {@code spark.} are Spark's settings.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.master")
  private @Nullable String master;

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

  @Override
  @Nullable String master() {
    return master;
  }
}
