package io.github.rnnlab.chart;

import static io.github.rnnlab.chart.PlotArea.BOTTOM;
import static io.github.rnnlab.chart.PlotArea.HEIGHT;
import static io.github.rnnlab.chart.PlotArea.LABELS;
import static io.github.rnnlab.chart.PlotArea.LEFT;
import static io.github.rnnlab.chart.PlotArea.RIGHT;
import static io.github.rnnlab.chart.PlotArea.TOP;
import static io.github.rnnlab.chart.PlotArea.WIDTH;
import static io.github.rnnlab.chart.PlotArea.niceStep;
import static io.github.rnnlab.chart.PlotArea.number;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.file.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A line chart of losses over epochs in SVG, with the same bytes on every machine. A legend below
 * names each line, with its first and last value. The chart follows the reader's choice of light or
 * dark colors. Not safe for use by several threads.
 */
public final class LineChart {
  /** The most points of a line that has a mark at each. */
  private static final int MOST_MARKS = 60;

  private static final int MOST_NAMED = 24;
  private static final int COLUMN = 330;
  private static final int ROW = 22;
  private static final int LONGEST_NAME = 28;
  private static final double LARGE = 1e6;

  /** The colors of the lines on a light and on a dark ground, as on the HTML pages. */
  static final List<String> LIGHT =
      List.of(
          "#0b62a6", "#b04300", "#00714b", "#9b2c7e", "#7a5b00", "#5b45b0", "#b3203a", "#3f4a55");

  static final List<String> DARK =
      List.of(
          "#6fb4f2", "#ff9e5e", "#4cd0a0", "#ee92d4", "#e2bd48", "#b5a5ff", "#ff8a96", "#c3ccd6");

  private final List<Line> lines;
  private final String unit;
  private final PlotArea area;
  private final StringBuilder svg = new StringBuilder();

  /** A point of a line: a loss in nats per token after an epoch, from 1 on. */
  public record Point(int epoch, double loss) {}

  /**
   * A line.
   *
   * @param name for the legend
   * @param points by ascending epoch, at least one
   */
  public record Line(String name, List<Point> points) {
    /** Copies the points. */
    public Line {
      points = List.copyOf(points);
    }
  }

  /** Scales the axes to all lines. */
  private LineChart(List<Line> lines, String unit) {
    this.lines = lines;
    this.unit = unit;
    area = PlotArea.of(lines.stream().map(Line::points).toList());
  }

  /**
   * Returns a chart as SVG.
   *
   * @param title what the chart shows
   * @param unit of the losses, such as {@code nats per character}
   * @param lines at least one; the first is drawn on top
   */
  public static String draw(String title, String unit, List<Line> lines) {
    return new LineChart(lines, unit).draw(title);
  }

  private String draw(String title) {
    int named = Math.min(lines.size(), MOST_NAMED);
    int rows = (named + 1) / 2 + (lines.size() > MOST_NAMED ? 1 : 0);
    double height = HEIGHT + rows * ROW + 12;
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 ");
    svg.append(number(height)).append("\" role=\"img\" aria-labelledby=\"title desc\"");
    svg.append(" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title id=\"title\">");
    svg.append(escaped(title)).append("</title>\n<desc id=\"desc\">").append(described());
    svg.append("</desc>\n<style>").append(darkStyle()).append("</style>\n");
    svg.append("<rect class=\"ground\" width=\"720\" height=\"").append(number(height));
    svg.append("\" fill=\"#ffffff\"/>\n");
    svg.append("<text class=\"ink\" x=\"").append(number(LEFT)).append("\" y=\"28\"");
    svg.append(" font-size=\"16\" font-weight=\"600\" fill=\"#1b1f24\">").append(escaped(title));
    svg.append("</text>\n");
    axes();
    for (int i = lines.size() - 1; i >= 0; i--) {
      line(i);
    }
    for (int i = 0; i < named; i++) {
      legend(i, LEFT + i % 2 * COLUMN, HEIGHT + ROW * (i / 2 + 0.5));
    }
    if (lines.size() > MOST_NAMED) {
      String more = "and " + (lines.size() - MOST_NAMED) + " more";
      text("start", LEFT, HEIGHT + ROW * (rows - 0.5), more);
    }
    return svg.append("</svg>\n").toString();
  }

  /** Returns the colors for a dark ground, which outdo the attributes of the elements. */
  private static String darkStyle() {
    StringBuilder style = new StringBuilder("@media (prefers-color-scheme: dark) {\n");
    style.append(".ground { fill: #14171b } .ink { fill: #e7eaee } .quiet { fill: #a3acb8 }\n");
    style.append(".rule { stroke: #353c45 } .axis { stroke: #a3acb8 }\n");
    for (int i = 0; i < DARK.size(); i++) {
      style.append(".line").append(i).append(" { stroke: ").append(DARK.get(i)).append(" } .mark");
      style.append(i).append(" { fill: ").append(DARK.get(i)).append(" }\n");
    }
    return style.append("}\n").toString();
  }

  /** Returns the lines in words, for those who do not see them. */
  private String described() {
    List<String> sentences = new ArrayList<>();
    for (Line line : lines) {
      sentences.add(line.name() + ": " + ends(line));
    }
    return escaped(
        "Loss in "
            + unit
            + " over "
            + (area.lastEpoch() == 1 ? "1 epoch" : area.lastEpoch() + " epochs")
            + ". "
            + String.join("; ", sentences)
            + ".");
  }

  private void axes() {
    double floor = HEIGHT - BOTTOM;
    for (long rule = 0; rule <= area.steps(); rule++) {
      double loss = area.loss(rule);
      rule("rule", "#d5d9df", LEFT, area.y(loss), WIDTH - RIGHT, area.y(loss));
      text("end", LEFT - 8, area.y(loss) + 4.5, value(loss, area.digits()));
    }
    rule("axis", "#57606a", LEFT, floor, WIDTH - RIGHT, floor);
    long every = Math.max(1, Math.round(niceStep((double) area.lastEpoch() / LABELS)));
    for (long epoch = 1; epoch <= area.lastEpoch(); epoch = epoch - epoch % every + every) {
      rule("axis", "#57606a", area.x(epoch), floor, area.x(epoch), floor + 5);
      text("middle", area.x(epoch), floor + 20, String.valueOf(epoch));
    }
    text("middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "epoch");
    svg.append("<text class=\"quiet\" transform=\"translate(18 ");
    svg.append(number((TOP + floor) / 2)).append(") rotate(-90)\" text-anchor=\"middle\"");
    svg.append(" fill=\"#57606a\">loss, ").append(escaped(unit)).append("</text>\n");
  }

  private void line(int index) {
    List<Point> points = lines.get(index).points();
    StringBuilder places = new StringBuilder();
    for (Point point : points) {
      places
          .append(number(area.x(point.epoch())))
          .append(',')
          .append(number(area.y(point.loss())))
          .append(' ');
    }
    int color = index % LIGHT.size();
    svg.append("<polyline class=\"line").append(color);
    svg.append("\" fill=\"none\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke=\"");
    svg.append(LIGHT.get(color)).append("\" points=\"").append(places.toString().strip());
    svg.append("\"/>\n");
    if (points.size() <= MOST_MARKS) {
      points.forEach(point -> mark(index, area.x(point.epoch()), area.y(point.loss())));
    }
  }

  /** Draws a circle, a square or a diamond, so that color alone tells no two lines apart. */
  private void mark(int index, double x, double y) {
    int color = index % LIGHT.size();
    String shape =
        switch (index % 3) {
          case 0 -> "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0z";
          case 1 -> "M-3 -3h6v6h-6z";
          default -> "M0 -4.2l4.2 4.2l-4.2 4.2l-4.2 -4.2z";
        };
    svg.append("<path class=\"mark").append(color).append("\" fill=\"").append(LIGHT.get(color));
    svg.append("\" transform=\"translate(").append(number(x)).append(' ').append(number(y));
    svg.append(")\" d=\"").append(shape).append("\"/>\n");
  }

  private void legend(int index, double x, double y) {
    Line line = lines.get(index);
    int color = index % LIGHT.size();
    svg.append("<path class=\"line").append(color).append("\" stroke-width=\"2\" stroke=\"");
    svg.append(LIGHT.get(color)).append("\" d=\"M").append(number(x)).append(' ');
    svg.append(number(y - 4.5)).append("h28\"/>\n");
    mark(index, x + 14, y - 4.5);
    svg.append("<text class=\"ink\" x=\"").append(number(x + 36)).append("\" y=\"");
    svg.append(number(y)).append("\" fill=\"#1b1f24\">");
    svg.append(escaped(shortened(line.name(), LONGEST_NAME)));
    svg.append(" <tspan class=\"quiet\" fill=\"#57606a\">").append(ends(line));
    svg.append("</tspan></text>\n");
  }

  /** Returns a text of at most so many characters. */
  static String shortened(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }

  /** Returns the first and the last value of a line. */
  private static String ends(Line line) {
    List<Point> points = line.points();
    String last = value(points.get(points.size() - 1).loss(), 4);
    return points.size() == 1 ? last : value(points.get(0).loss(), 4) + " → " + last;
  }

  private void text(String anchor, double x, double y, String text) {
    svg.append("<text class=\"quiet\" text-anchor=\"").append(anchor);
    svg.append("\" x=\"").append(number(x)).append("\" y=\"").append(number(y));
    svg.append("\" fill=\"#57606a\">").append(escaped(text)).append("</text>\n");
  }

  private void rule(String kind, String color, double x1, double y1, double x2, double y2) {
    svg.append("<path class=\"").append(kind).append("\" stroke=\"").append(color);
    svg.append("\" d=\"M").append(number(x1)).append(' ').append(number(y1)).append('L');
    svg.append(number(x2)).append(' ').append(number(y2)).append("\"/>\n");
  }

  private static String value(double value, int digits) {
    return Math.abs(value) < LARGE ? Decimal.fixed(value, digits) : Json.line(value);
  }

  /** Returns a text as SVG spells it between tags. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
