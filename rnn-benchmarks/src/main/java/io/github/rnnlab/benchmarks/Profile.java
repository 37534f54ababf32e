package io.github.rnnlab.benchmarks;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Sums the time of a backend's operations, and their work, by the phase they belong to. */
final class Profile {
  private final Map<Phase, Long> nanoseconds = new EnumMap<>(Phase.class);
  private final Map<Phase, Work> work = new EnumMap<>(Phase.class);
  private boolean afterLoss;

  /** Forgets what was measured while warming up. */
  void clear() {
    nanoseconds.clear();
    work.clear();
  }

  /** Adds a call of a {@code Backend}'s method. */
  void add(String method, Object[] arguments, long duration) {
    Phase phase = Phase.of(method, afterLoss);
    nanoseconds.merge(phase, duration, Long::sum);
    work.merge(phase, Work.of(method, arguments), Work::plus);
    if (method.equals("softmaxCrossEntropy")) {
      afterLoss = true;
    } else if (method.equals("adam")) {
      afterLoss = false;
    }
  }

  /**
   * Returns a table of the phases.
   *
   * @param seconds of everything, measured from outside
   * @param windows how many windows that was
   */
  String toMarkdown(double seconds, long windows, Limits limits) {
    StringBuilder table = new StringBuilder();
    table.append("| phase | µs per window | share | limit, µs | of the limit |\n");
    table.append("| --- | ---: | ---: | ---: | ---: |\n");
    double rest = seconds;
    double allLimits = 0;
    for (Map.Entry<Phase, Work> entry : work.entrySet()) {
      Phase phase = entry.getKey();
      double spent = nanoseconds.getOrDefault(phase, 0L) * 1e-9;
      double limit = entry.getValue().seconds(limits);
      row(table, phase.toString(), spent / windows, spent / seconds, limit / windows);
      rest -= spent;
      allLimits += limit;
    }
    row(table, "outside the backend", rest / windows, rest / seconds, 0);
    row(table, "all", seconds / windows, 1, allLimits / windows);
    return table.append("\nLimits: ").append(limits).append('\n').toString();
  }

  private static void row(
      StringBuilder table, String title, double seconds, double share, double limit) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %.1f | %.0f %% | %s | %s |%n",
            title,
            seconds * 1e6,
            share * 100,
            limit == 0 ? "" : String.format(Locale.ROOT, "%.1f", limit * 1e6),
            limit == 0 ? "" : String.format(Locale.ROOT, "%.0f %%", limit / seconds * 100)));
  }
}
