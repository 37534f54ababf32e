package io.github.rnnlab.maven.run;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.config.ExperimentFile;
import io.github.rnnlab.discovery.ReservedNames;
import io.github.rnnlab.experiment.ModelPackage;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.maven.build.ArtifactFiles;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.build.GoalRequest;
import io.github.rnnlab.maven.build.NetworkProperties;
import io.github.rnnlab.maven.build.Selection;
import io.github.rnnlab.maven.build.WorkerJvm;
import io.github.rnnlab.maven.fork.Diagnosis;
import io.github.rnnlab.maven.fork.Driven;
import io.github.rnnlab.maven.fork.Forked;
import io.github.rnnlab.maven.fork.JavaRuntime;
import io.github.rnnlab.maven.fork.WorkerCommand;
import io.github.rnnlab.maven.fork.WorkerListener;
import io.github.rnnlab.maven.fork.WorkerOutcome;
import io.github.rnnlab.maven.fork.WorkerProcess;
import io.github.rnnlab.maven.git.GitRevision;
import io.github.rnnlab.maven.log.ProgressLog;
import io.github.rnnlab.maven.log.Prompts;
import io.github.rnnlab.maven.log.Wording;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.seeds.SeedsReport;
import io.github.rnnlab.stage.Freshness;
import io.github.rnnlab.stage.UpToDate;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.worker.Goal;
import io.github.rnnlab.worker.WorkerRequest;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Runs the experiments of a project one after the other, each in a worker. */
@Named
@Singleton
public final class Experiments {
  /** The name of the backend that is a module of its own. */
  private static final String ND4J = "nd4j";

  /** The share of the memory that the heap of a JVM takes by itself. */
  private static final int ALONE_PERCENT = 25;

  /** The share of the memory that the heaps of workers side by side take together. */
  private static final int ALL_PERCENT = 75;

  private final ArtifactFiles artifacts;
  private final WorkerJvm jvm;
  private final NetworkProperties network;

  @Inject
  Experiments(ArtifactFiles artifacts, WorkerJvm jvm, NetworkProperties network) {
    this.artifacts = artifacts;
    this.jvm = jvm;
    this.network = network;
  }

  /**
   * Runs a request.
   *
   * @throws InvalidInputException if a config or parameter is invalid
   * @throws WorkerFailedException if an experiment fails; later ones are not run
   */
  public void run(GoalRequest request, BuildContext build) {
    Workers workers = workers(request, build);
    Selection selection = request.selection();
    if (request.model() != null) {
      runPackaged(ArtifactFiles.versionLast(request.model()), workers, request, build);
      return;
    }
    List<PlannedRun> experiments =
        experiments(selection, build).stream()
            .map(config -> new PlannedRun(config.name(), config, selection.outputOf(config)))
            .toList();
    claim(experiments, request, build);
    for (PlannedRun experiment : experiments) {
      ExperimentConfig config = experiment.config();
      if (request.goal() == Goal.GENERATE && experiments.size() > 1) {
        ProgressLog.printHeading(config.name());
      }
      Path directory = experiment.outputDirectory();
      List<PlannedRun> runs = PlannedRun.of(config, directory);
      // Of several seeds, the model of the first writes and is exported.
      for (PlannedRun run : usesOneModel(request.goal()) ? runs.subList(0, 1) : runs) {
        run(run, workers, request, build);
      }
      if (request.goal() == Goal.TRAIN && config.training().seeds() != null) {
        build
            .log()
            .info(
                Wording.seeds(
                    SeedsReport.summarize(
                        config.sha256(),
                        runs.stream().map(PlannedRun::outputDirectory).toList(),
                        directory)));
      }
    }
  }

  /** Unpacks the model of another project, and runs a request on it. */
  private void runPackaged(
      String coordinates, Workers workers, GoalRequest request, BuildContext build) {
    Selection selection = request.selection();
    if (selection.config() != null) {
      throw new InvalidInputException(
          "rnn.config",
          selection.config(),
          "nothing beside rnn.model",
          "Leave out one of them: the model comes with its own config.");
    }
    Path zip = artifacts.model(coordinates, build);
    Path directory =
        selection
            .outputDirectory()
            .resolve(ReservedNames.MODELS)
            .resolve(coordinates.replace(':', '_'));
    ExperimentConfig config =
        ModelPackage.unpack(zip, coordinates, directory, selection.overrides());
    PlannedRun run = new PlannedRun(coordinates, config, directory);
    claim(List.of(run), request, build);
    run(run, workers, request, build);
  }

  /** Claims what serves one experiment of a build: the file of a text, and standard input. */
  private static void claim(List<PlannedRun> experiments, GoalRequest request, BuildContext build) {
    if (request.output() != null) {
      TextFile.claim(request.output(), request.selection().configDirectory(), experiments, build);
    }
    if (request.goal() != Goal.ANSWER) {
      return;
    }
    if (experiments.size() > 1 || !experiments.isEmpty() && !build.claim("rnn.interactive")) {
      throw new InvalidInputException(
          "rnn.interactive",
          experiments.stream().map(PlannedRun::label).collect(Collectors.joining(", ")),
          "one experiment of the build to read prompts",
          "Choose one with -Drnn.config=NAME, or one project with --projects.");
    }
  }

  private void run(PlannedRun run, Workers workers, GoalRequest request, BuildContext build) {
    Workplace workplace = workplace(run, request, build);
    Freshness freshness = freshness(request, run.config(), workplace);
    build.log().info(Wording.begin(run.label(), request.goal(), freshness));
    if (freshness.isFresh()) {
      return;
    }
    if (request.goal() == Goal.TRAIN) {
      train(run, workplace, workers, request, build);
    } else {
      Witness unused = workers.run(request(run.config(), workplace, request));
    }
  }

  private static void train(
      PlannedRun run,
      Workplace workplace,
      Workers workers,
      GoalRequest request,
      BuildContext build) {
    // Only the record of a training run holds it, and JGit takes a while to start.
    String revision = GitRevision.of(request.selection().configDirectory());
    Order order =
        Order.of(
            run.config(), workplace.withGitRevision(revision), request.force(), request.fresh());
    Outcome outcome;
    try (ProgressLog progress = ProgressLog.of(build, request);
        Launcher launcher = workers.launcher(progress)) {
      outcome = launcher.launch(order, progress);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (outcome instanceof Outcome.Failed failed) {
      throw new WorkerFailedException(failed.message(), failed.invalidInput());
    }
    if (outcome instanceof Outcome.Finished finished && finished.afresh()) {
      build.rememberTraining(workplace.outputDirectory());
    }
  }

  private static BrokenRunException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BrokenRunException("The build was interrupted; the worker is stopped.", e);
  }

  private static WorkerRequest request(
      ExperimentConfig config, Workplace workplace, GoalRequest request) {
    Order order = Order.unchecked(config, workplace, request.force(), request.fresh());
    if (request.evaluation() != null) {
      return new WorkerRequest(request.goal(), order, request.evaluation());
    }
    return writesText(request.goal())
        ? new WorkerRequest(request.goal(), order, request.weights())
        : new WorkerRequest(request.goal(), order);
  }

  /** Returns the selected experiments; none in a parent project whose modules have them. */
  public static List<ExperimentConfig> experiments(Selection selection, BuildContext build) {
    if (isOnlyParent(selection.configDirectory(), build)) {
      build.log().info("No experiments here; they are in the modules.");
      return List.of();
    }
    return ExperimentConfigs.readDirectory(
            selection.configDirectory(), selection.config(), selection.overrides())
        .stream()
        .map(ExperimentFile::config)
        .toList();
  }

  /** Returns the workplace of a run whose worker may read its corpus. */
  Workplace workplace(PlannedRun run, GoalRequest request, BuildContext build) {
    Workplace workplace = workplace(run, request.selection(), build).keeping(request.keptRuns());
    return request.cacheDirectory() == null
        ? workplace
        : workplace.withCache(request.cacheDirectory());
  }

  /** Returns the workplace of a run whose corpus is not read. */
  public Workplace workplace(PlannedRun run, Selection selection, BuildContext build) {
    return Workplace.of(selection.configDirectory(), run.outputDirectory(), build.pluginVersion())
        .offline(build.session().isOffline())
        .withArtifact(artifact(run.config(), build));
  }

  /** Returns a starter of workers for a request, which run one after the other. */
  Workers workers(GoalRequest request, BuildContext build) {
    return workers(request, build, 1);
  }

  /**
   * Returns a starter of workers for a request.
   *
   * @param sideBySide how many of them run at the same time
   */
  Workers workers(GoalRequest request, BuildContext build, int sideBySide) {
    return new Workers(request, build, sideBySide);
  }

  private static boolean usesOneModel(Goal goal) {
    return writesText(goal) || goal == Goal.EXPORT;
  }

  private static boolean writesText(Goal goal) {
    return goal == Goal.GENERATE || goal == Goal.ANSWER;
  }

  private static Freshness freshness(
      GoalRequest request, ExperimentConfig config, Workplace workplace) {
    if (request.force()) {
      return new Freshness(Freshness.State.STALE, "-Drnn.force");
    }
    return switch (request.goal()) {
      case PREPARE -> UpToDate.ofPreparation(config, workplace);
      case TRAIN -> UpToDate.ofTraining(config, workplace);
      case GENERATE, ANSWER, EXPORT, EVALUATE, INSPECT, VERIFY ->
          new Freshness(Freshness.State.MISSING, "");
    };
  }

  /** Returns whether the project is only a parent: it has modules and no config. */
  private static boolean isOnlyParent(Path directory, BuildContext build) {
    if (build.project().getModules().isEmpty()) {
      return false;
    }
    // Reading the configs of a directory that cannot be read says why.
    return Files.isReadable(directory) && !ExperimentConfigs.areIn(directory);
  }

  private @Nullable Path artifact(ExperimentConfig config, BuildContext build) {
    if (config.corpus() == null || config.corpus().artifact() == null) {
      return null;
    }
    return artifacts.corpus(config.corpus().artifact(), build);
  }

  /**
   * Starts workers. What they need is looked for when the first of them is started, or before.
   * Threads may share it.
   */
  final class Workers {
    private final GoalRequest request;
    private final BuildContext build;
    private final int sideBySide;
    private @Nullable JavaRuntime java;

    /** By the device of the backend nd4j; empty for the backends of rnn-core. */
    private final Map<Optional<Device>, List<Path>> classpaths = new LinkedHashMap<>();

    private Workers(GoalRequest request, BuildContext build, int sideBySide) {
      this.request = request;
      this.build = build;
      this.sideBySide = sideBySide;
    }

    /**
     * Returns a launcher that trains each run in a worker.
     *
     * @param output receives what workers write beside the progress of their runs
     */
    Launcher launcher(WorkerListener output) {
      String master = request.worker().master();
      if (master != null) {
        return onSpark(master, output);
      }
      return new Forked(
          order -> command(order.config().backend()),
          network.of(build, request.worker().argLine()),
          request.worker().timeout(),
          output);
    }

    /**
     * Looks on the calling thread for what workers with these backends need: Maven 4 finds a
     * toolchain only on the thread of the goal.
     */
    void prepare(Stream<ExperimentConfig.Backend> backends) {
      if (request.worker().master() == null) {
        backends.distinct().forEach(this::command);
      }
    }

    private Launcher onSpark(String master, WorkerListener output) {
      Map<String, String> settings = new TreeMap<>();
      build.session().getUserProperties().stringPropertyNames().stream()
          .filter(name -> name.startsWith("spark."))
          .forEach(
              name -> settings.put(name, build.session().getUserProperties().getProperty(name)));
      settings.put("spark.master", master);
      return new Driven(
          command(
              WorkerCommand.SPARK, artifacts.sparkClasspath(master, build), Stream.empty(), null),
          network.of(build, request.worker().argLine()).and(settings),
          request.worker().timeout(),
          output);
    }

    /** Runs a worker to its end and returns what it reported. */
    Witness run(WorkerRequest what) {
      WorkerCommand start = command(what.order().config().backend());
      WorkerOutcome outcome;
      Witness witness;
      try (ProgressLog progress = ProgressLog.of(build, request)) {
        witness = new Witness(progress);
        String line = what.with(network.of(build, request.worker().argLine())).toLine();
        outcome = WorkerProcess.run(start, line, commands(), request.worker().timeout(), witness);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      if (!outcome.succeeded()) {
        throw new WorkerFailedException(
            Diagnosis.of(outcome, start.java(), request.worker().timeout()), outcome.isUserInput());
      }
      return witness;
    }

    private Stream<String> commands() {
      return request.goal() == Goal.ANSWER ? Prompts.ofStandardInput() : Stream.empty();
    }

    private synchronized WorkerCommand command(ExperimentConfig.Backend backend) {
      // Preparing computes nothing.
      Optional<Device> nd4j =
          backend.name().equals(ND4J) && request.goal() != Goal.PREPARE
              ? Device.of(backend.device())
              : Optional.empty();
      return command(
          WorkerCommand.WORKER,
          classpaths.computeIfAbsent(nd4j, this::classpath),
          Stream.concat(
              nd4j.isPresent() ? Stream.empty() : share().stream(), shareOfMemory().stream()),
          nd4j.isPresent() ? backend.threadsHere() : null);
    }

    private WorkerCommand command(
        String main, List<Path> classpath, Stream<String> flags, @Nullable Integer nativeThreads) {
      if (java == null) {
        java = jvm.choose(request.worker(), build);
      }
      return new WorkerCommand(
          main,
          java,
          classpath,
          request.goal(),
          Stream.concat(
                  flags,
                  request.worker().argLine().stream()
                      .filter(flag -> !NetworkProperties.isOne(flag)))
              .toList(),
          build.project().getBasedir().toPath(),
          request.selection().outputDirectory(),
          nativeThreads);
    }

    /**
     * Returns the flag that divides the machine's cores among workers that run at the same time,
     * for this project and for others. A tolerant backend, whose bits depend on the number of
     * threads, has no share.
     */
    private Optional<String> share() {
      int cores = Runtime.getRuntime().availableProcessors();
      return atOnce() == 1
          ? Optional.empty()
          : Optional.of("-XX:ActiveProcessorCount=" + Math.max(1, cores / atOnce()));
    }

    private int atOnce() {
      return build.parallelProjects() * sideBySide;
    }

    /**
     * Returns the flag that divides the machine's memory among workers that run at the same time: a
     * JVM alone takes up to a quarter of it.
     */
    private Optional<String> shareOfMemory() {
      return atOnce() * ALONE_PERCENT <= ALL_PERCENT
          ? Optional.empty()
          : Optional.of("-XX:MaxRAMPercentage=" + (double) ALL_PERCENT / atOnce());
    }

    private List<Path> classpath(Optional<Device> nd4j) {
      return nd4j.isPresent()
          ? artifacts.nd4jClasspath(nd4j.get(), build)
          : artifacts.workerClasspath(build);
    }
  }
}
