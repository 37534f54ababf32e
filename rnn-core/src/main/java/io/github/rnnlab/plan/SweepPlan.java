package io.github.rnnlab.plan;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.setting.Overrides;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The runs of a sweep: its trials, the seeds of each, and how many epochs they have on each rung.
 * Equal files give equal plans. Immutable, so threads may share it.
 */
public final class SweepPlan {
  /** The most runs of a sweep, unless its user allows more. */
  public static final long MOST_RUNS = 10_000;

  private static final String SEEDS = "training.seeds";
  private static final String EPOCHS = "training.epochs";

  private final SweepFile sweep;
  private final Path config;
  private final Overrides overrides;
  private final List<Trial> trials;
  private final List<Integer> rungs;
  private final int seeds;

  private SweepPlan(
      SweepFile sweep,
      Path config,
      Overrides overrides,
      List<Trial> trials,
      List<Integer> rungs,
      int seeds) {
    this.sweep = sweep;
    this.config = config;
    this.overrides = overrides;
    this.trials = trials;
    this.rungs = rungs;
    this.seeds = seeds;
  }

  /**
   * Expands a sweep, and checks the config of every run.
   *
   * @param directory the directory of the configs
   * @param overrides the values that replace those of the experiment's config
   * @param most the most runs of the sweep
   * @throws InvalidInputException if the experiment does not exist, if there are more runs, or if
   *     the config of one is invalid
   */
  public static SweepPlan of(SweepFile sweep, Path directory, Overrides overrides, long most) {
    for (String key : sweep.keys()) {
      if (overrides.values().containsKey(key)) {
        throw new InvalidInputException(
            Overrides.flag(key),
            "a value beside those of " + sweep.file(),
            "a key that the sweep does not vary",
            "Leave the flag out, or remove the key from the sweep.");
      }
    }
    Path config = base(sweep, directory);
    ExperimentConfig base = ExperimentConfigs.readFile(config, overrides).config();
    List<Long> own = sweep.seeds() == null ? base.training().seeds() : sweep.seeds();
    int seeds = own == null ? 1 : own.size();
    long combinations = sweep.combinations();
    if (combinations > most / seeds) {
      throw new InvalidInputException(
          sweep.file(),
          String.format(Locale.ROOT, "%,d combinations with %d seeds each", combinations, seeds),
          String.format(Locale.ROOT, "at most %,d runs", most),
          "Take fewer values, draw some with \"random\", or allow more runs with"
              + " -Drnn.sweep.max=NUMBER.");
    }
    List<Integer> rungs =
        sweep.halving() == null
            ? List.of(base.training().epochs())
            : sweep.halving().rungs(base.training().epochs());
    SweepPlan plan = new SweepPlan(sweep, config, overrides, sweep.trials(), rungs, seeds);
    plan.trials.forEach(trial -> plan.configs(trial, 0));
    return plan;
  }

  private static Path base(SweepFile sweep, Path directory) {
    try {
      return ExperimentConfigs.readDirectory(directory, sweep.base(), Overrides.NONE).get(0).file();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          sweep.file() + ": base",
          "an experiment that cannot be read",
          "the name of an experiment beside it",
          String.valueOf(e.getMessage())
              .replace("-Drnn.config=", "")
              .replace("-Drnn.config", "base"),
          e);
    }
  }

  /** Returns the sweep that this is the plan of. */
  public SweepFile sweep() {
    return sweep;
  }

  /** Returns all trials, by their numbers. */
  public List<Trial> trials() {
    return trials;
  }

  /** Returns the number of rungs: 1 without halving. */
  public int rungs() {
    return rungs.size();
  }

  /** Returns how many trials of a rung train on in the next one. */
  public int kept(int trialsOfRung) {
    Halving halving = sweep.halving();
    return halving == null ? trialsOfRung : halving.kept(trialsOfRung);
  }

  /** Returns the most runs that may have to be trained, on all rungs. */
  public long runs() {
    long runs = 0;
    int alive = trials.size();
    for (int rung = 0; rung < rungs.size(); rung++) {
      runs += (long) alive * seeds;
      alive = kept(alive);
    }
    return runs;
  }

  /**
   * Returns the configs of a trial, one for each seed, in their order.
   *
   * @param rung from 0 on
   * @throws InvalidInputException if the values are no valid config
   */
  public List<ExperimentConfig> configs(Trial trial, int rung) {
    Map<String, String> values = new TreeMap<>(overrides.values());
    values.putAll(trial.values());
    if (sweep.seeds() != null) {
      values.put(SEEDS, Json.line(sweep.seeds()));
    }
    if (sweep.halving() != null) {
      values.put(EPOCHS, String.valueOf(rungs.get(rung)));
    }
    ExperimentConfig effective;
    try {
      effective =
          ExperimentConfigs.readFile(config, new Overrides(overrides.corpus(), values)).config();
    } catch (InvalidInputException e) {
      throw ofTrial(trial, e);
    }
    return PlannedRun.of(effective, Path.of("")).stream().map(PlannedRun::config).toList();
  }

  private InvalidInputException ofTrial(Trial trial, InvalidInputException e) {
    String message = String.valueOf(e.getMessage());
    for (String key : trial.values().keySet()) {
      message = message.replace(Overrides.flag(key), key);
    }
    return new InvalidInputException(
        sweep.file(),
        "trial " + trial.number() + " (" + trial.label() + ")",
        "values that make a valid config",
        message,
        e);
  }

  /** Returns the epochs of each rung; without halving, those of the experiment. */
  public List<Integer> epochs() {
    return rungs;
  }
}
