package io.github.rnnlab.sweep;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.plan.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What the values of one swept key did to the loss, whatever the other keys were. With halving it
 * is that of the first rung, on which all trials trained equally long. Immutable.
 *
 * @param key the swept key
 * @param spread the largest mean of a level less the smallest, in bits per character
 * @param levels the values, or ranges of many numbers
 */
public record Effect(String key, double spread, List<Level> levels) {
  /** More numbers than these become ranges. */
  private static final int MOST_LEVELS = 8;

  private static final int RANGES = 4;

  /** Copies the levels. */
  public Effect {
    levels = List.copyOf(levels);
  }

  /**
   * A value of a key, or a range of values.
   *
   * @param value for readers
   * @param trials how many measured trials have it
   * @param mean of their losses, in bits per character
   * @param best the least of their losses
   */
  public record Level(String value, int trials, double mean, double best) {}

  /** A measured trial. */
  private record Measured(String json, double loss) {}

  /** Returns the effects of all keys, the largest first. */
  static List<Effect> of(List<String> keys, List<TrialResult> trials) {
    List<Effect> effects = new ArrayList<>();
    for (String key : keys) {
      List<Measured> measured = new ArrayList<>();
      for (TrialResult trial : trials) {
        Object value = trial.values().get(key);
        double loss = firstRung(trial);
        if (value != null && Double.isFinite(loss)) {
          measured.add(new Measured(Json.line(value), loss));
        }
      }
      List<Level> levels = levels(measured);
      if (levels.size() > 1) {
        double most = levels.stream().mapToDouble(Level::mean).max().orElseThrow();
        double least = levels.stream().mapToDouble(Level::mean).min().orElseThrow();
        effects.add(new Effect(key, most - least, levels));
      }
    }
    effects.sort(Comparator.comparingDouble(Effect::spread).reversed()); // Stable.
    return effects;
  }

  private static double firstRung(TrialResult trial) {
    double sum = 0;
    int runs = 0;
    for (RunResult run : trial.runs()) {
      if (run.rung() == 1) {
        sum += Objects.requireNonNullElse(run.bitsPerCharacter(), Double.POSITIVE_INFINITY);
        runs++;
      }
    }
    return sum / runs;
  }

  private static List<Level> levels(List<Measured> measured) {
    Map<String, List<Measured>> byValue = new LinkedHashMap<>();
    measured.forEach(
        trial -> byValue.computeIfAbsent(trial.json(), first -> new ArrayList<>()).add(trial));
    boolean numbers = byValue.keySet().stream().map(Json::tree).allMatch(JsonNode::isNumber);
    if (byValue.size() <= MOST_LEVELS || !numbers) {
      List<Level> levels = new ArrayList<>();
      byValue.forEach((json, same) -> levels.add(level(Trial.shown(json), same)));
      return levels;
    }
    List<Measured> ascending = new ArrayList<>(measured);
    ascending.sort(Comparator.comparingDouble(trial -> number(trial.json())));
    List<Level> ranges = new ArrayList<>();
    for (int i = 0; i < RANGES; i++) {
      int from = i * ascending.size() / RANGES;
      int to = (i + 1) * ascending.size() / RANGES;
      List<Measured> part = ascending.subList(from, to);
      ranges.add(
          level(
              Trial.shown(part.get(0).json())
                  + " to "
                  + Trial.shown(part.get(part.size() - 1).json()),
              part));
    }
    return ranges;
  }

  private static double number(String json) {
    return Json.tree(json).doubleValue();
  }

  private static Level level(String value, List<Measured> trials) {
    double sum = 0;
    double best = Double.POSITIVE_INFINITY;
    for (Measured trial : trials) {
      sum += trial.loss();
      best = Math.min(best, trial.loss());
    }
    return new Level(value, trials.size(), sum / trials.size(), best);
  }
}
