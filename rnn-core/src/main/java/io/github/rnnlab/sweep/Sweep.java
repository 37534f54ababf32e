package io.github.rnnlab.sweep;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.plan.SweepPlan;
import io.github.rnnlab.plan.Trial;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.stage.Freshness;
import io.github.rnnlab.stage.Inputs;
import io.github.rnnlab.stage.UpToDate;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan: the runs of each rung side by side, each in a directory that is named by its
 * address. A sweep that was ended at any moment goes on where it was, trains no finished run again,
 * and ends in the same files as one that ran in peace, one run after the other. Not safe for use by
 * several threads.
 *
 * <p>Of its files only {@code environment.json} and {@code report.html} of each run may differ,
 * which tell when and how fast it was trained, and with them the hash of the first in {@code
 * fingerprints.json}.
 */
public final class Sweep {
  private final SweepPlan plan;
  private final Path directory;
  private final Function<ExperimentConfig, Workplace> workplaces;
  private final boolean force;
  private final Map<List<@Nullable Object>, Map<String, String>> hashes = new LinkedHashMap<>();

  /** All results so far, by the number of the trial. */
  private final Map<Integer, List<RunResult>> results = new TreeMap<>();

  /**
   * Prepares a sweep.
   *
   * @param directory of its results; runs have directories in {@code runs} inside it
   * @param workplaces returns where a config finds its files; the output directory is replaced
   * @param force whether to train again what is up to date
   */
  public Sweep(
      SweepPlan plan,
      Path directory,
      Function<ExperimentConfig, Workplace> workplaces,
      boolean force) {
    this.plan = plan;
    this.directory = directory;
    this.workplaces = workplaces;
    this.force = force;
  }

  /**
   * Returns of every run why it would train or not, and trains none. Rungs are left out whose
   * trials are not known before others have run.
   */
  public List<Explanation> explain() {
    List<Explanation> all = new ArrayList<>();
    List<Trial> alive = plan.trials();
    for (int rung = 1; rung <= plan.rungs(); rung++) {
      Map<String, RunResult> finished = new LinkedHashMap<>();
      Map<String, List<SweepRun>> runs = runs(alive, rung);
      for (List<SweepRun> same : runs.values()) {
        SweepRun run = same.get(0);
        Freshness freshness = freshness(run);
        all.add(new Explanation(run, !freshness.isFresh(), reason(run, freshness)));
        if (freshness.isFresh()) {
          finished.put(run.order().address(), RunResult.of(run, new Outcome.UpToDate(report(run))));
        }
      }
      if (finished.size() < runs.size()) {
        break;
      }
      alive = survivors(taken(alive, rung, runs, finished));
    }
    return all;
  }

  /**
   * Carries out all runs and writes {@code sweep.json}, {@code sweep.csv} and {@code sweep.html}.
   *
   * @param launcher takes orders from as many threads as there are workers
   * @param workers the number of runs side by side
   * @param listener hears of each run
   * @return the results, among which may be failed runs
   * @throws InvalidInputException if a run cannot be ordered
   * @throws BrokenRunException if another process carries out this sweep, or the results cannot be
   *     written
   * @throws InterruptedException if the thread is interrupted; runs are stopped in order
   */
  public SweepReport run(Launcher launcher, int workers, SweepListener listener)
      throws InterruptedException {
    results.clear();
    try (StagedFiles staged = StagedFiles.open(directory)) {
      List<TrialResult> ended = new ArrayList<>();
      List<Trial> alive = plan.trials();
      for (int rung = 1; rung <= plan.rungs(); rung++) {
        Map<String, List<SweepRun>> runs = runs(alive, rung);
        listener.rung(rung, plan.rungs(), alive.size(), runs.size());
        List<TrialResult> after =
            taken(alive, rung, runs, trained(runs, launcher, workers, listener));
        alive = rung == plan.rungs() ? List.of() : survivors(after);
        List<Trial> next = alive;
        for (TrialResult trial : after) {
          if (next.stream().noneMatch(each -> each.number() == trial.number())) {
            boolean isCut = trial.isMeasured() && rung < plan.rungs();
            ended.add(isCut ? trial.cut() : trial);
          }
        }
      }
      SweepReport report = SweepReport.of(plan, ended);
      SweepFiles files = new SweepFiles(staged.root());
      files.write(report, directory);
      staged.commit(SweepFiles.NAMES);
      return report;
    }
  }

  /** Returns the runs of trials by their addresses: trials that compute the same share one. */
  private Map<String, List<SweepRun>> runs(List<Trial> trials, int rung) {
    Map<String, List<SweepRun>> runs = new LinkedHashMap<>();
    for (Trial trial : trials) {
      for (ExperimentConfig config : plan.configs(trial, rung - 1)) {
        Workplace workplace = workplaces.apply(config);
        Map<String, String> inputs =
            hashes.computeIfAbsent(
                Arrays.asList(
                    config.corpus(),
                    config.prepare().windowsFile(),
                    config.prepare().vocabularyFile(),
                    config.model().initialWeights()),
                same -> Inputs.of(config, workplace).hashes());
        Order order = Order.of(config, inputs, workplace, force, force);
        String address = order.address();
        Path place = directory.resolve("runs").resolve(SweepRun.shortened(address));
        runs.computeIfAbsent(address, first -> new ArrayList<>())
            .add(new SweepRun(trial, rung, order.in(place)));
      }
    }
    return runs;
  }

  /** Takes the results of a rung and returns its trials. */
  private List<TrialResult> taken(
      List<Trial> trials,
      int rung,
      Map<String, List<SweepRun>> runs,
      Map<String, RunResult> byAddress) {
    runs.forEach(
        (address, same) ->
            same.forEach(
                run ->
                    results
                        .computeIfAbsent(run.trial().number(), first -> new ArrayList<>())
                        .add(Objects.requireNonNull(byAddress.get(address), address))));
    return trials.stream().map(trial -> TrialResult.of(trial, rung, inOrder(trial, rung))).toList();
  }

  /** Returns the results of a trial by rungs and seeds. */
  private List<RunResult> inOrder(Trial trial, int rung) {
    List<RunResult> found =
        new ArrayList<>(Objects.requireNonNull(results.get(trial.number()), "taken before"));
    List<Long> seeds = plan.configs(trial, rung - 1).stream().map(ExperimentConfig::seed).toList();
    found.sort(
        Comparator.comparingInt(RunResult::rung)
            .thenComparingInt(result -> seeds.indexOf(result.seed())));
    return found;
  }

  /** Returns the trials that train on: the best, the first of equals, and none that failed. */
  private List<Trial> survivors(List<TrialResult> trials) {
    List<Integer> best =
        trials.stream()
            .filter(TrialResult::isMeasured)
            .sorted(SweepReport.BEST_FIRST)
            .limit(plan.kept(trials.size()))
            .map(TrialResult::number)
            .toList();
    return plan.trials().stream().filter(trial -> best.contains(trial.number())).toList();
  }

  /** Carries out runs side by side and returns their results by address. */
  private Map<String, RunResult> trained(
      Map<String, List<SweepRun>> runs, Launcher launcher, int workers, SweepListener listener)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      Map<String, Future<RunResult>> pending = new LinkedHashMap<>();
      runs.forEach(
          (address, same) ->
              pending.put(address, pool.submit(() -> carryOut(same.get(0), launcher, listener))));
      Map<String, RunResult> ended = new LinkedHashMap<>();
      for (Map.Entry<String, Future<RunResult>> run : pending.entrySet()) {
        ended.put(run.getKey(), run.getValue().get());
      }
      return ended;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a run of the sweep broke", e.getCause());
    } finally {
      pool.shutdownNow();
      while (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        // Workers that are asked to stop do so within seconds.
      }
    }
  }

  private RunResult carryOut(SweepRun run, Launcher launcher, SweepListener listener)
      throws InterruptedException {
    RunResult result;
    boolean trained = false;
    try {
      Outcome outcome;
      if (freshness(run).isFresh()) {
        outcome = new Outcome.UpToDate(report(run));
      } else {
        outcome = launcher.launch(run.order(), listener.began(run));
        trained = !(outcome instanceof Outcome.UpToDate);
      }
      result = RunResult.of(run, outcome);
      if (result.isFinished()) {
        // Nobody goes on with it, and those of hundreds of runs fill a disk.
        WholeDirectory.remove(files(run).checkpoints());
      }
    } catch (InvalidInputException | BrokenRunException e) {
      result = RunResult.failed(run, String.valueOf(e.getMessage()));
    }
    listener.ended(run, result, trained);
    return result;
  }

  private Freshness freshness(SweepRun run) {
    return force
        ? new Freshness(Freshness.State.STALE, "-Drnn.force")
        : UpToDate.ofTraining(run.order().config(), run.order().workplace());
  }

  private static String reason(SweepRun run, Freshness freshness) {
    return switch (freshness.state()) {
      case FRESH -> freshness.upToDate();
      case STALE -> freshness.detail();
      case MISSING ->
          Files.isDirectory(files(run).checkpoints())
              ? "goes on from its last checkpoint"
              : "nothing has finished";
      case UNKNOWN -> "its worker decides, which knows the library";
    };
  }

  private static RunReport report(SweepRun run) {
    return RunReport.read(files(run).report());
  }

  private static RunFiles files(SweepRun run) {
    return new RunFiles(run.order().workplace().outputDirectory());
  }
}
