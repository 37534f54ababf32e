package io.github.rnnlab.sweep;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.plan.Trial;
import io.github.rnnlab.seeds.Spread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a trial of a sweep ended. Immutable.
 *
 * @param number its place in the sweep, from 1 on
 * @param values the swept keys and their values
 * @param status {@link RunResult#FINISHED}, {@link RunResult#FAILED}, or {@link #CUT}
 * @param rank 1 for the best; absent for a failed trial
 * @param rung the last one on which it trained, from 1 on
 * @param bitsPerCharacter the mean over the seeds on that rung; absent for a failed trial
 * @param standardDeviation over the seeds; absent for a single one
 * @param runs all its runs, by rungs and seeds
 */
public record TrialResult(
    int number,
    Map<String, Object> values,
    String status,
    @Nullable Integer rank,
    int rung,
    @Nullable Double bitsPerCharacter,
    @Nullable Double standardDeviation,
    List<RunResult> runs) {
  /** The status of a trial that halving ended early, because others were better. */
  public static final String CUT = "cut";

  /** Copies the values and the runs. */
  public TrialResult {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    runs = List.copyOf(runs);
  }

  /** Returns a trial after a rung: failed if one of its runs is. */
  static TrialResult of(Trial trial, int rung, List<RunResult> runs) {
    Map<String, Object> values = new LinkedHashMap<>();
    trial.values().forEach((key, json) -> values.put(key, Json.tree(json)));
    List<Double> losses = new ArrayList<>();
    boolean failed = false;
    for (RunResult run : runs) {
      if (run.rung() == rung) {
        failed |= !run.isFinished();
        losses.add(Objects.requireNonNullElse(run.bitsPerCharacter(), Double.NaN));
      }
    }
    Spread spread = failed ? null : Spread.of(losses);
    return new TrialResult(
        trial.number(),
        values,
        failed ? RunResult.FAILED : RunResult.FINISHED,
        null,
        rung,
        spread == null ? null : Double.valueOf(spread.mean()),
        spread == null ? null : spread.standardDeviation(),
        runs);
  }

  TrialResult cut() {
    return new TrialResult(
        number, values, CUT, rank, rung, bitsPerCharacter, standardDeviation, runs);
  }

  TrialResult ranked(int place) {
    return new TrialResult(
        number, values, status, place, rung, bitsPerCharacter, standardDeviation, runs);
  }

  /** Returns whether every run of the last rung left its report. */
  boolean isMeasured() {
    return bitsPerCharacter != null;
  }

  /** Returns what trials are compared by; infinite for a failed one. */
  double loss() {
    return Objects.requireNonNullElse(bitsPerCharacter, Double.POSITIVE_INFINITY);
  }

  /** Returns the values for readers, such as {@code model.cell=gru}. */
  public String label() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((key, value) -> texts.put(key, Json.line(value)));
    return new Trial(number, texts).label();
  }

  /** Returns a value for readers; empty if the trial has none of that key. */
  String shown(String key) {
    Object value = values.get(key);
    return value == null ? "" : Trial.shown(Json.line(value));
  }
}
