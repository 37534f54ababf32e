package io.github.rnnlab.maven;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.evaluate.EvaluationRequest;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.build.GoalRequest;
import io.github.rnnlab.maven.build.WorkerOptions;
import io.github.rnnlab.maven.fork.ArgumentLine;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.trained.Weights;
import io.github.rnnlab.worker.Goal;
import io.github.rnnlab.workplace.Workplace;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of the goals that run experiments in worker JVMs. */
abstract class WorkerMojo extends ExperimentMojo {
  /** Ten years. */
  private static final long LONGEST_TIMEOUT = 315_360_000;

  private final Experiments experiments;
  private final Goal goal;

  /**
   * Additional flags of the worker JVM, such as {@code -Xmx4g}, separated by white space; quotes
   * keep white space.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.argLine", defaultValue = "")
  private @Nullable String argLine;

  /**
   * The java launcher or JDK directory that runs the worker: JDK 17 or later. The default is the
   * JDK of {@code jdkToolchain}, then the build's toolchain, then the JDK that runs Maven.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.jvm")
  private @Nullable File jvm;

  /**
   * Requirements for a JDK of toolchains.xml, such as the element {@code version} with {@code 21}.
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable Map<String, String> jdkToolchain;

  /**
   * The seconds after which an experiment is stopped or, on a cluster, all runs of a sweep
   * together; 0 for no limit.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.timeout", defaultValue = "0")
  private long timeout;

  WorkerMojo(Experiments experiments, Goal goal) {
    this.experiments = experiments;
    this.goal = goal;
  }

  @Override
  protected void run(BuildContext build) {
    experiments.run(request(), build);
  }

  /** Returns what the workers do. */
  Goal goal() {
    return goal;
  }

  /** Returns whether to repeat what is up to date. */
  boolean force() {
    return false;
  }

  /** Returns whether to ignore checkpoints. */
  boolean fresh() {
    return false;
  }

  /** Returns how many finished runs of other configs to keep. */
  int keptRuns() {
    return Workplace.KEPT_RUNS;
  }

  /** Returns the address of the Spark cluster that trains the runs, or null for this machine. */
  @Nullable String master() {
    return null;
  }

  /** Returns the directory of downloaded corpora, or null for goals that read none. */
  @Nullable Path cacheDirectory() {
    return null;
  }

  /** Returns which weights of a run write text. */
  Weights weights() {
    return Weights.FINISHED;
  }

  /** Returns the coordinates of a packaged model, or null for the experiments' own. */
  @Nullable String model() {
    return null;
  }

  /** Returns the file for generated text, or null for standard output. */
  @Nullable Path output() {
    return null;
  }

  /** Returns the text that models are judged on, or null for other goals. */
  @Nullable EvaluationRequest evaluation() {
    return null;
  }

  /** Returns the checked parameters. */
  final GoalRequest request() {
    if (timeout < 0 || timeout > LONGEST_TIMEOUT) {
      throw new InvalidInputException(
          "rnn.timeout",
          timeout + "",
          "seconds, at most " + LONGEST_TIMEOUT + ", or 0 for no limit",
          "Correct -Drnn.timeout.");
    }
    return new GoalRequest(
        goal(),
        force(),
        fresh(),
        keptRuns(),
        weights(),
        selection(),
        cacheDirectory(),
        new WorkerOptions(
            jvm == null ? null : path(jvm, "rnn.jvm"),
            jdkToolchain == null ? Map.of() : jdkToolchain,
            argLine == null ? List.of() : ArgumentLine.split(argLine),
            Duration.ofSeconds(timeout),
            master()),
        model(),
        evaluation(),
        output());
  }
}
