package io.github.rnnlab.chart;

import io.github.rnnlab.Decimal;
import java.util.List;

/**
 * Losses over epochs as lines in an SVG, the same bytes on every machine. The plot has a fixed size
 * and place, 720 by 420 with room for a title; a legend is its user's.
 */
public final class LineChart {
  static final double WIDTH = 720;
  public static final double HEIGHT = 420;
  public static final double LEFT = 64;
  static final double RIGHT = 24;
  private static final double TOP = 48;
  private static final double BOTTOM = 52;
  private static final double[] NICE_STEPS = {1, 2, 5, 10};
  private static final int LABELS = 10;

  private final int lastEpoch;
  private final double low;
  private final double high;
  private final double step;
  private final StringBuilder svg = new StringBuilder();

  /** A line's point: a loss in nats per character after an epoch, counted from 1. */
  public record Point(int epoch, double loss) {}

  /** Scales the axes for all lines together; there is at least one point. */
  public LineChart(List<List<Point>> lines) {
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

  /** Begins the picture, of a height that leaves room for what stands below the plot. */
  public void begin(String title, int height) {
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 ")
        .append(height)
        .append("\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"720\" height=\"")
        .append(height)
        .append("\" fill=\"#ffffff\"/>\n<text x=\"64\" y=\"28\" font-size=\"16\" fill=\"#222222\">")
        .append(escaped(title))
        .append("</text>\n");
    grid();
  }

  /** Draws a line and a dot at each of its points; nothing if it has none. */
  public void line(String colour, List<Point> points) {
    if (points.isEmpty()) {
      return;
    }
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
          .append(colour)
          .append("\"/>\n");
    }
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
        .append(colour)
        .append("\" points=\"")
        .append(places.toString().strip())
        .append("\"/>\n")
        .append(dots);
  }

  /** Writes a word of the legend. */
  public void legend(String anchor, double x, double y, String colour, String text) {
    svg.append("<text text-anchor=\"")
        .append(anchor)
        .append("\" x=\"")
        .append(number(x))
        .append("\" y=\"")
        .append(number(y))
        .append("\" fill=\"")
        .append(colour)
        .append("\">")
        .append(escaped(text))
        .append("</text>\n");
  }

  /** Ends the picture and returns it. */
  public String end() {
    return svg.append("</svg>\n").toString();
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

  /** The smallest of 1, 2, 5 times a power of ten that is not below a number. */
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

  public static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
