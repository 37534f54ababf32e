package io.github.rnnlab.sweep;

import io.github.rnnlab.plan.SweepPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code sweep.json}: the results of a sweep. It has no times, so that equal sweeps leave equal
 * bytes. Immutable.
 *
 * @param schema the version of this format
 * @param name the name of the sweep
 * @param base the name of the experiment
 * @param keys the swept keys
 * @param rungs the epochs of each rung; absent without halving
 * @param trials all trials by their numbers
 * @param effects what each key did, the largest effect first
 */
public record SweepReport(
    int schema,
    String name,
    String base,
    List<String> keys,
    @Nullable List<Integer> rungs,
    List<TrialResult> trials,
    List<Effect> effects) {
  private static final int SCHEMA = 1;

  /** Trials of one rung, the best first; equal ones by their numbers. */
  static final Comparator<TrialResult> BEST_FIRST =
      Comparator.comparingDouble(TrialResult::loss).thenComparingInt(TrialResult::number);

  /** Copies the lists. */
  public SweepReport {
    keys = List.copyOf(keys);
    rungs = rungs == null ? null : List.copyOf(rungs);
    trials = List.copyOf(trials);
    effects = List.copyOf(effects);
  }

  /** Ranks trials that have ended. */
  static SweepReport of(SweepPlan plan, List<TrialResult> ended) {
    List<TrialResult> best = new ArrayList<>(ended);
    best.removeIf(trial -> !trial.isMeasured());
    best.sort(Comparator.comparingInt(TrialResult::rung).reversed().thenComparing(BEST_FIRST));
    List<TrialResult> trials = new ArrayList<>(ended);
    trials.removeIf(TrialResult::isMeasured);
    for (TrialResult trial : best) {
      trials.add(trial.ranked(best.indexOf(trial) + 1));
    }
    trials.sort(Comparator.comparingInt(TrialResult::number));
    return new SweepReport(
        SCHEMA,
        plan.sweep().name(),
        plan.sweep().base(),
        plan.sweep().keys(),
        plan.sweep().halving() == null ? null : plan.epochs(),
        trials,
        Effect.of(plan.sweep().keys(), trials));
  }

  /** Returns the trials that have a rank, the best first. */
  public List<TrialResult> ranked() {
    return trials.stream()
        .filter(TrialResult::isMeasured)
        .sorted(Comparator.comparingInt(TrialResult::rung).reversed().thenComparing(BEST_FIRST))
        .toList();
  }

  /** Returns the runs that failed. */
  public List<RunResult> failures() {
    return trials.stream()
        .flatMap(trial -> trial.runs().stream())
        .filter(run -> !run.isFinished())
        .toList();
  }
}
