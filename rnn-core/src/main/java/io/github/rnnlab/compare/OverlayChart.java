package io.github.rnnlab.compare;

import io.github.rnnlab.chart.LineChart;
import java.util.List;

/** The loss curves of several runs in one chart. */
final class OverlayChart {
  private OverlayChart() {}

  /** Returns the chart as SVG; without losses, an image that says so. */
  static String of(Comparison comparison) {
    List<LineChart.Line> lines =
        comparison.runs().stream()
            .filter(run -> !run.curve().isEmpty())
            .map(run -> new LineChart.Line(Table.oneLine(run.label()), run.curve()))
            .toList();
    return lines.isEmpty()
        ? "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 60\""
            + " font-family=\"sans-serif\"><text x=\"64\" y=\"28\" fill=\"#808080\">no losses"
            + " yet</text></svg>\n"
        : LineChart.draw(comparison.measureInWords(), "nats per " + comparison.token(), lines);
  }
}
