package io.github.rnnlab.compare;

import io.github.rnnlab.chart.LineChart;
import java.util.List;

/** The loss curves of several runs in one chart. */
final class OverlayChart {
  /** Colors that most people can tell apart (Okabe and Ito's palette). */
  private static final String[] COLORS = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555"
  };

  private static final int NAMED = 24;
  private static final int COLUMN = 330;
  private static final int LINE = 20;

  private OverlayChart() {}

  /** Returns the chart as SVG; without losses, an image that says so. */
  static String of(Comparison comparison) {
    List<Comparison.Run> runs =
        comparison.runs().stream().filter(run -> !run.curve().isEmpty()).toList();
    if (runs.isEmpty()) {
      return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 60\""
          + " font-family=\"sans-serif\"><text x=\"64\" y=\"28\">no losses yet</text></svg>\n";
    }
    int named = Math.min(runs.size(), NAMED);
    int lines = (named + 1) / 2 + (runs.size() > NAMED ? 1 : 0);
    LineChart chart = new LineChart(runs.stream().map(Comparison.Run::curve).toList());
    chart.begin(
        comparison.measure().equals("validationLoss") ? "validation loss" : "training loss",
        (int) LineChart.HEIGHT + lines * LINE + LINE / 2);
    // The first run comes last, so that the one which others are held against is on top.
    for (int i = runs.size() - 1; i >= 0; i--) {
      chart.line(color(i), runs.get(i).curve());
    }
    for (int i = 0; i < named; i++) {
      double x = LineChart.LEFT + i % 2 * COLUMN;
      chart.legend("start", x, below(i / 2), color(i), Table.oneLine(runs.get(i).label()));
    }
    if (runs.size() > NAMED) {
      chart.legend(
          "start",
          LineChart.LEFT,
          below(lines - 1),
          "#444444",
          "and " + (runs.size() - NAMED) + " more");
    }
    return chart.end();
  }

  private static double below(int line) {
    return LineChart.HEIGHT + LINE * (line + 0.5);
  }

  private static String color(int run) {
    return COLORS[run % COLORS.length];
  }
}
