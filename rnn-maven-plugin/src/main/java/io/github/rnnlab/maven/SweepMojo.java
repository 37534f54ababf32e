package io.github.rnnlab.maven;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.maven.run.Sweeps;
import io.github.rnnlab.plan.SweepPlan;
import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Trains an experiment with many values of its config, as each {@code *.sweep.json} beside the
 * configs says, several runs side by side, and compares them.
 *
 * @since 0.1.0
 */
@Mojo(name = "sweep", threadSafe = true)
public final class SweepMojo extends PreparingMojo {
  private static final int MOST_WORKERS = 1_000;

  private final Sweeps sweeps;

  /**
   * The name of the sweep to run, without {@code .sweep.json}; by default, every sweep.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.sweep")
  private @Nullable String sweep;

  /**
   * The number of runs side by side, which share the cores; 0 for one per core. On a cluster, the
   * number of runs that wait for its cores at a time; 0 for 256.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.workers", defaultValue = "0")
  private int workers;

  /**
   * The most runs that a sweep may have.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.sweep.max", defaultValue = "" + SweepPlan.MOST_RUNS)
  private long mostRuns;

  /**
   * Whether to say of every run why it would train or not, and to train none.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.explain", defaultValue = "false")
  private boolean explain;

  /**
   * Whether to train from the start even if runs are up to date.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.force", defaultValue = "false")
  private boolean force;

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
  SweepMojo(Experiments experiments, Sweeps sweeps) {
    super(experiments, Goal.TRAIN);
    this.sweeps = sweeps;
  }

  @Override
  protected void run(BuildContext build) {
    if (workers < 0 || workers > MOST_WORKERS) {
      throw new InvalidInputException(
          "rnn.workers",
          workers + "",
          "a number of runs side by side, at most " + MOST_WORKERS + ", or 0 for one per core",
          "Correct -Drnn.workers.");
    }
    sweeps.run(request(), new Sweeps.Options(sweep, workers, mostRuns, explain), build);
  }

  @Override
  boolean force() {
    return force;
  }

  @Override
  @Nullable String master() {
    return master;
  }
}
