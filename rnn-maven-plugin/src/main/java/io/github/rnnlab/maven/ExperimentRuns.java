package io.github.rnnlab.maven;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.experiment.ExperimentConfig;
import io.github.rnnlab.experiment.ExperimentConfigs;
import io.github.rnnlab.experiment.ExperimentFile;
import io.github.rnnlab.experiment.Freshness;
import io.github.rnnlab.experiment.UpToDate;
import io.github.rnnlab.experiment.Workplace;
import io.github.rnnlab.maven.fork.Diagnosis;
import io.github.rnnlab.maven.fork.JavaRuntime;
import io.github.rnnlab.maven.fork.WorkerCommand;
import io.github.rnnlab.maven.fork.WorkerOutcome;
import io.github.rnnlab.maven.fork.WorkerProcess;
import io.github.rnnlab.worker.Event;
import io.github.rnnlab.worker.Goal;
import io.github.rnnlab.worker.WorkerRequest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Runs the experiments of a project, each in a worker of its own, one after the other. */
@Named
@Singleton
final class ExperimentRuns {
  private final ArtifactFiles artifacts;
  private final WorkerJvm jvm;

  @Inject
  ExperimentRuns(ArtifactFiles artifacts, WorkerJvm jvm) {
    this.artifacts = artifacts;
    this.jvm = jvm;
  }

  /**
   * Runs a request.
   *
   * @throws InvalidInputException if the configs or parameters do not meet an expectation
   * @throws WorkerFailedException if an experiment fails; those after it are not run
   */
  void run(GoalRequest request, BuildContext build) {
    if (isOnlyParent(request.configDirectory(), build)) {
      build.log().info("No experiments here; they are in the modules.");
      return;
    }
    List<ExperimentFile> experiments =
        ExperimentConfigs.readDirectory(
            request.configDirectory(), request.config(), request.overrides());
    @Nullable WorkerCommand command = null;
    for (ExperimentFile experiment : experiments) {
      ExperimentConfig config = experiment.config();
      Workplace workplace =
          new Workplace(
              request.configDirectory(),
              request.outputDirectory().resolve(config.name()),
              request.cacheDirectory(),
              build.session().isOffline(),
              artifact(config, build),
              build.pluginVersion(),
              null);
      Freshness freshness = freshness(request, config, workplace);
      build.log().info(Wording.begin(config.name(), request, freshness));
      if (freshness.isFresh()) {
        continue;
      }
      // A build with nothing to do is spared what it takes to find out how to start a worker.
      command = command == null ? command(request, build) : command;
      // Only the record of a training run holds it, and JGit takes a while to start.
      String revision =
          request.goal() == Goal.TRAIN ? GitRevision.of(request.configDirectory()) : null;
      fork(
          command,
          new WorkerRequest(
              request.goal(),
              config,
              workplace.withGitRevision(revision),
              request.force(),
              request.fresh()),
          request,
          build);
    }
  }

  private static Freshness freshness(
      GoalRequest request, ExperimentConfig config, Workplace workplace) {
    if (request.force()) {
      return new Freshness(Freshness.State.STALE, "-Drnn.force");
    }
    return switch (request.goal()) {
      case PREPARE -> UpToDate.ofPreparation(config, workplace);
      case TRAIN -> UpToDate.ofTraining(config, workplace);
      case GENERATE -> new Freshness(Freshness.State.MISSING, "");
    };
  }

  private WorkerCommand command(GoalRequest request, BuildContext build) {
    JavaRuntime java = jvm.choose(request, build);
    List<Path> classpath = artifacts.workerClasspath(build);
    return new WorkerCommand(
        java,
        classpath,
        NetworkProperties.of(
            build.session().getSystemProperties(), build.session().getSettings().getActiveProxy()),
        request.goal(),
        request.argLine(),
        build.project().getBasedir().toPath(),
        request.outputDirectory());
  }

  /**
   * Whether the goal was called in the parent of the experiments' projects: then it has modules and
   * no config of its own.
   */
  private static boolean isOnlyParent(Path directory, BuildContext build) {
    if (build.project().getModules().isEmpty()) {
      return false;
    }
    try (DirectoryStream<Path> configs = Files.newDirectoryStream(directory, "*.json")) {
      return !configs.iterator().hasNext();
    } catch (IOException e) {
      return false; // Reading the configs fails in the same way and says why.
    }
  }

  private @Nullable Path artifact(ExperimentConfig config, BuildContext build) {
    if (config.corpus() == null || config.corpus().artifact() == null) {
      return null;
    }
    return artifacts.corpus(config.corpus().artifact(), build);
  }

  private static void fork(
      WorkerCommand command, WorkerRequest order, GoalRequest request, BuildContext build) {
    WorkerOutcome outcome;
    try (ProgressLog progress = ProgressLog.of(build)) {
      outcome = WorkerProcess.run(command, order.toLine(), request.timeout(), progress);
    }
    if (!outcome.succeeded()) {
      Event.Failure failure = outcome.failure();
      throw new WorkerFailedException(
          Diagnosis.of(outcome, command.java(), request.timeout()),
          failure != null && failure.kind() == Event.Failure.Kind.INVALID_INPUT);
    }
  }
}
