package io.github.rnnlab.maven.run;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.discovery.ReservedNames;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.build.GoalRequest;
import io.github.rnnlab.maven.build.Selection;
import io.github.rnnlab.maven.git.GitRevision;
import io.github.rnnlab.maven.log.SweepLog;
import io.github.rnnlab.maven.log.Wording;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.plan.SweepFile;
import io.github.rnnlab.plan.SweepPlan;
import io.github.rnnlab.sweep.Explanation;
import io.github.rnnlab.sweep.RunResult;
import io.github.rnnlab.sweep.Sweep;
import io.github.rnnlab.sweep.SweepReport;
import io.github.rnnlab.sweep.TrialResult;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Runs the sweeps of a project. It fails only after all of them have run. */
@Named
@Singleton
public final class Sweeps {
  private static final int MOST_NAMED = 20;

  /** As many runs wait for the cores of a cluster at a time; each has a thread here. */
  private static final int MOST_WAITING = 256;

  private final Experiments experiments;

  /**
   * What is asked for beside the parameters of every goal with workers.
   *
   * @param sweep the name of the only sweep; null for all
   * @param workers the number of runs side by side; 0 for one per core
   * @param mostRuns the most runs of a sweep
   * @param explain whether to say what would train, and to train nothing
   */
  public record Options(@Nullable String sweep, int workers, long mostRuns, boolean explain) {}

  @Inject
  Sweeps(Experiments experiments) {
    this.experiments = experiments;
  }

  /**
   * Runs the sweeps of a request, or says what they would do.
   *
   * @throws InvalidInputException if a sweep or parameter is invalid; nothing has run then
   * @throws WorkerFailedException naming the runs that failed
   */
  public void run(GoalRequest request, Options options, BuildContext build) {
    Selection selection = request.selection();
    if (!build.project().getModules().isEmpty() && !SweepFile.areIn(selection.configDirectory())) {
      build.log().info("No sweeps here; they are in the modules.");
      return;
    }
    List<SweepPlan> plans = new ArrayList<>();
    for (SweepFile sweep : sweeps(selection, options)) {
      plans.add(
          SweepPlan.of(
              sweep, selection.configDirectory(), selection.overrides(), options.mostRuns()));
    }
    List<String> failures = new ArrayList<>();
    for (SweepPlan plan : plans) {
      Path directory =
          selection.outputDirectory().resolve(ReservedNames.SWEEPS).resolve(plan.sweep().name());
      Sweep sweep = new Sweep(plan, directory, workplaces(request, build), request.force());
      if (options.explain()) {
        explain(plan, sweep, build);
      } else {
        SweepReport report = run(plan, sweep, request, options, build);
        build.log().info("Wrote " + directory.resolve("sweep.html"));
        failures.addAll(failures(report));
      }
    }
    if (!failures.isEmpty()) {
      throw new WorkerFailedException(
          (failures.size() == 1 ? "A run of the sweep" : failures.size() + " runs of sweeps")
              + " failed:\n  "
              + String.join("\n  ", failures.subList(0, Math.min(MOST_NAMED, failures.size())))
              + (failures.size() > MOST_NAMED ? "\n  …" : ""),
          false);
    }
  }

  private static List<SweepFile> sweeps(Selection selection, Options options) {
    List<SweepFile> all = SweepFile.readDirectory(selection.configDirectory(), options.sweep());
    String config = selection.config();
    List<SweepFile> chosen =
        all.stream().filter(sweep -> config == null || sweep.base().equals(config)).toList();
    if (chosen.isEmpty()) {
      throw new InvalidInputException(
          "-Drnn.config",
          String.valueOf(config),
          "the experiment of a sweep: "
              + String.join(", ", all.stream().map(SweepFile::base).distinct().toList()),
          "Correct it, or leave it out to run every sweep.");
    }
    return chosen;
  }

  private SweepReport run(
      SweepPlan plan, Sweep sweep, GoalRequest request, Options options, BuildContext build) {
    int cores = Runtime.getRuntime().availableProcessors() / build.parallelProjects();
    int most = request.worker().master() == null ? cores : MOST_WAITING;
    int wanted = options.workers() == 0 ? most : options.workers();
    int workers = (int) Math.max(1, Math.min(wanted, plan.runs()));
    build.log().info(Wording.begin(plan, workers));
    Experiments.Workers here = experiments.workers(request, build, workers);
    here.prepare(
        plan.trials().stream()
            .flatMap(trial -> plan.configs(trial, 0).stream())
            .map(ExperimentConfig::backend));
    SweepReport report;
    try (SweepLog log = SweepLog.of(build, plan.sweep().name());
        Launcher launcher = here.launcher(log)) {
      report = sweep.run(launcher, workers, log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokenRunException("The build was interrupted; the workers are stopped.", e);
    }
    Wording.best(report).forEach(build.log()::info);
    return report;
  }

  private static void explain(SweepPlan plan, Sweep sweep, BuildContext build) {
    List<Explanation> runs = sweep.explain();
    for (Explanation run : runs) {
      build.log().info(Wording.explained(run));
    }
    long train = runs.stream().filter(Explanation::trains).count();
    boolean whole = runs.stream().anyMatch(run -> run.run().rung() == plan.rungs());
    build
        .log()
        .info(
            plan.sweep().name()
                + ": "
                + train
                + " of "
                + runs.size()
                + " runs would train; -Drnn.explain trains none."
                + (whole ? "" : " Which trials train on is known when these have run."));
  }

  private static List<String> failures(SweepReport report) {
    List<String> failures = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (TrialResult trial : report.trials()) {
      for (RunResult run : trial.runs()) {
        // Trials that compute the same share a run.
        if (run.message() != null && named.add(run.rung() + " " + run.address())) {
          failures.add(
              report.name()
                  + ", trial "
                  + trial.number()
                  + " ("
                  + trial.label()
                  + "), seed "
                  + run.seed()
                  + ": "
                  + run.message());
        }
      }
    }
    return failures;
  }

  /** Returns where configs find their files. Each artifact is resolved once. */
  private Function<ExperimentConfig, Workplace> workplaces(
      GoalRequest request, BuildContext build) {
    Selection selection = request.selection();
    String revision = GitRevision.of(selection.configDirectory());
    Map<Optional<String>, Workplace> byArtifact = new LinkedHashMap<>();
    return config ->
        byArtifact.computeIfAbsent(
            Optional.ofNullable(config.corpus()).map(ExperimentConfig.Corpus::artifact),
            first ->
                experiments
                    .workplace(
                        new PlannedRun(config.name(), config, selection.outputDirectory()),
                        request,
                        build)
                    .withGitRevision(revision));
  }
}
