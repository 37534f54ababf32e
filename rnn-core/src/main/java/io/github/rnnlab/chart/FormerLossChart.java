package io.github.rnnlab.chart;

import static io.github.rnnlab.chart.PlotArea.BOTTOM;
import static io.github.rnnlab.chart.PlotArea.HEIGHT;
import static io.github.rnnlab.chart.PlotArea.LABELS;
import static io.github.rnnlab.chart.PlotArea.LEFT;
import static io.github.rnnlab.chart.PlotArea.RIGHT;
import static io.github.rnnlab.chart.PlotArea.TOP;
import static io.github.rnnlab.chart.PlotArea.WIDTH;
import static io.github.rnnlab.chart.PlotArea.number;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.chart.LineChart.Point;
import java.util.List;

/**
 * The chart of archives that earlier versions wrote. It is drawn to the same bytes, since an
 * archive lists the hash of its chart. Not safe for use by several threads.
 */
final class FormerLossChart {
  private static final String TRAINING = "#1f6fb4";
  private static final String VALIDATION = "#d1661f";

  private final PlotArea area;
  private final StringBuilder svg = new StringBuilder();

  /** Scales the axes to all lines, which have at least one point together. */
  private FormerLossChart(List<List<Point>> lines) {
    area = PlotArea.of(lines);
  }

  /** Returns the chart of a title, training losses and validation losses, if there are any. */
  static String draw(String title, List<Point> training, List<Point> validation) {
    FormerLossChart chart = new FormerLossChart(List.of(training, validation));
    chart.begin(title);
    double right = WIDTH - RIGHT;
    chart.line(TRAINING, training);
    chart.legend("end", right - 100, 28, TRAINING, "training");
    if (!validation.isEmpty()) {
      chart.line(VALIDATION, validation);
      chart.legend("end", right, 28, VALIDATION, "validation");
    }
    return chart.svg.append("</svg>\n").toString();
  }

  private void begin(String title) {
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 420")
        .append("\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"720\" height=\"")
        .append(
            "420\" fill=\"#ffffff\"/>\n<text x=\"64\" y=\"28\" font-size=\"16\" fill=\"#222222\">")
        .append(LineChart.escaped(title))
        .append("</text>\n");
    grid();
  }

  /** Draws a line with a dot at each point. */
  private void line(String color, List<Point> points) {
    StringBuilder places = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (Point point : points) {
      String x = number(area.x(point.epoch()));
      String y = number(area.y(point.loss()));
      places.append(x).append(',').append(y).append(' ');
      dots.append("<circle cx=\"")
          .append(x)
          .append("\" cy=\"")
          .append(y)
          .append("\" r=\"3\" fill=\"")
          .append(color)
          .append("\"/>\n");
    }
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
        .append(color)
        .append("\" points=\"")
        .append(places.toString().strip())
        .append("\"/>\n")
        .append(dots);
  }

  private void legend(String anchor, double x, double y, String color, String text) {
    svg.append("<text text-anchor=\"")
        .append(anchor)
        .append("\" x=\"")
        .append(number(x))
        .append("\" y=\"")
        .append(number(y))
        .append("\" fill=\"")
        .append(color)
        .append("\">")
        .append(LineChart.escaped(text))
        .append("</text>\n");
  }

  private void grid() {
    for (long line = 0; line <= area.steps(); line++) {
      double loss = area.loss(line);
      rule(area.y(loss));
      legend("end", LEFT - 8, area.y(loss) + 4, "#444444", Decimal.fixed(loss, area.digits()));
    }
    int every = (area.lastEpoch() + LABELS - 1) / LABELS;
    for (int epoch = 1; epoch <= area.lastEpoch(); epoch += every) {
      legend("middle", area.x(epoch), HEIGHT - BOTTOM + 20, "#444444", String.valueOf(epoch));
    }
    legend("middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "#444444", "epoch");
    svg.append("<text transform=\"translate(18 ")
        .append(number((TOP + HEIGHT - BOTTOM) / 2))
        .append(") rotate(-90)\" text-anchor=\"middle\" fill=\"#444444\">")
        .append("loss, nats per character</text>\n");
  }

  private void rule(double y) {
    svg.append("<line stroke=\"#dddddd\" x1=\"")
        .append(number(LEFT))
        .append("\" y1=\"")
        .append(number(y))
        .append("\" x2=\"")
        .append(number(WIDTH - RIGHT))
        .append("\" y2=\"")
        .append(number(y))
        .append("\"/>\n");
  }
}
