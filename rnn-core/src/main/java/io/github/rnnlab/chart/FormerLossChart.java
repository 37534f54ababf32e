package io.github.rnnlab.chart;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.chart.LineChart.Point;
import java.util.List;

/**
 * The chart of archives that earlier versions wrote. It is drawn to the same bytes, since an
 * archive lists the hash of its chart. Not safe for use by several threads.
 */
final class FormerLossChart {
  private static final double WIDTH = 720;
  private static final double HEIGHT = 420;
  private static final double LEFT = 64;
  private static final double RIGHT = 24;
  private static final double TOP = 48;
  private static final double BOTTOM = 52;
  private static final String TRAINING = "#1f6fb4";
  private static final String VALIDATION = "#d1661f";
  private static final double[] NICE_STEPS = {1, 2, 5, 10};
  private static final int LABELS = 10;

  private final int lastEpoch;
  private final double low;
  private final double high;
  private final double step;
  private final StringBuilder svg = new StringBuilder();

  /** Scales the axes to all lines, which have at least one point together. */
  private FormerLossChart(List<List<Point>> lines) {
    int last = 1;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (List<Point> line : lines) {
      for (Point point : line) {
        last = Math.max(last, point.epoch());
        least = Math.min(least, point.loss());
        most = Math.max(most, point.loss());
      }
    }
    lastEpoch = last;
    // A step that the largest loss is too large to notice would leave no height at all.
    double noticed = Math.max(Math.abs(least), Math.abs(most)) * 1e-12;
    step = niceStep(Math.max(Math.max(most - least, 0.01), noticed) / 5);
    low = Math.floor(least / step) * step;
    high = Math.max(Math.ceil(most / step) * step, low + step);
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
      String x = number(x(point.epoch()));
      String y = number(y(point.loss()));
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
    int digits = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3;
    long lines = Math.round((high - low) / step);
    for (long line = 0; line <= lines; line++) {
      double loss = low + line * step;
      rule(y(loss));
      legend("end", LEFT - 8, y(loss) + 4, "#444444", Decimal.fixed(loss, digits));
    }
    int every = (lastEpoch + LABELS - 1) / LABELS;
    for (int epoch = 1; epoch <= lastEpoch; epoch += every) {
      legend("middle", x(epoch), HEIGHT - BOTTOM + 20, "#444444", String.valueOf(epoch));
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

  private double x(int epoch) {
    double share = lastEpoch == 1 ? 0.5 : (epoch - 1) / (lastEpoch - 1.0);
    return LEFT + 12 + share * (WIDTH - LEFT - RIGHT - 24);
  }

  private double y(double loss) {
    return TOP + (high - loss) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  /** Returns the smallest of 1, 2, 5 times a power of ten that is at least a number. */
  private static double niceStep(double atLeast) {
    double power = 0.001;
    while (power * 10 < atLeast) {
      power *= 10;
    }
    for (double nice : NICE_STEPS) {
      if (power * nice >= atLeast) {
        return power * nice;
      }
    }
    throw new AssertionError("ten times the power is not below " + atLeast);
  }

  private static String number(double value) {
    return Decimal.fixed(value, 1);
  }
}
