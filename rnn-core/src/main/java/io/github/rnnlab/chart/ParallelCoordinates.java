package io.github.rnnlab.chart;

import static io.github.rnnlab.chart.PlotArea.number;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines over parallel axes in SVG, for an HTML page: each line is a thing that has a place on every
 * axis. The same lines give the same bytes. Holds no state.
 */
public final class ParallelCoordinates {
  private static final double TOP = 40;
  private static final double BOTTOM = 300;
  private static final double HEIGHT = 330;
  private static final double LEFT = 90;
  private static final double LEAST_GAP = 170;

  /** About as wide as a page, so that its letters are as large as those around it. */
  private static final double LEAST_WIDTH = 960;

  private static final double WIDTH_OF_A_LETTER = 7;

  private static final double LINE_HEIGHT = 15;

  /** The most letters of a mark, which stands to the left of its axis. */
  private static final int SHORT = 12;

  private ParallelCoordinates() {}

  /**
   * An axis.
   *
   * @param name above it
   * @param marks what stands beside it, from the bottom to the top
   */
  public record Axis(String name, List<Mark> marks) {
    /** Copies the marks. */
    public Axis {
      marks = List.copyOf(marks);
    }
  }

  /**
   * A mark beside an axis.
   *
   * @param text the value there
   * @param place from 0 at the bottom to 1 at the top
   */
  public record Mark(String text, double place) {}

  /**
   * A line.
   *
   * @param name shown where a reader points at it
   * @param places on each axis, from 0 at the bottom to 1 at the top
   */
  public record Line(String name, List<Double> places) {
    /** Copies the places. */
    public Line {
      places = List.copyOf(places);
    }
  }

  /**
   * Returns the drawing as SVG.
   *
   * @param title what it shows
   * @param lines the best first, which is drawn on top and marked
   */
  public static String draw(String title, List<Axis> axes, List<Line> lines) {
    int gaps = Math.max(1, axes.size() - 1);
    double gap = Math.max(LEAST_GAP, (LEAST_WIDTH - 2 * LEFT) / gaps);
    double width = 2 * LEFT + gaps * gap;
    int longest = (int) (gap / WIDTH_OF_A_LETTER);
    StringBuilder svg = new StringBuilder("<svg viewBox=\"0 0 ");
    svg.append(number(width)).append(' ').append(number(HEIGHT)).append("\" width=\"");
    svg.append(number(width)).append("\" height=\"").append(number(HEIGHT));
    svg.append("\" role=\"img\">\n");
    svg.append("<title>").append(LineChart.escaped(title)).append("</title>\n");
    for (int i = lines.size() - 1; i >= 0; i--) {
      Line line = lines.get(i);
      svg.append("<path class=\"curve ").append(i == 0 ? "s1" : "s0 thin").append("\" d=\"");
      for (int axis = 0; axis < axes.size(); axis++) {
        svg.append(axis == 0 ? 'M' : 'L').append(number(LEFT + axis * gap)).append(' ');
        svg.append(number(y(line.places().get(axis))));
      }
      svg.append("\"><title>").append(LineChart.escaped(line.name())).append("</title></path>\n");
    }
    for (int axis = 0; axis < axes.size(); axis++) {
      double x = LEFT + axis * gap;
      svg.append("<path class=\"axis\" d=\"M").append(number(x)).append(' ').append(number(TOP));
      svg.append('V').append(number(BOTTOM)).append("\"/>\n");
      text(svg, "middle", x, TOP - 16, LineChart.shortened(axes.get(axis).name(), longest));
      for (Mark mark : legible(axes.get(axis).marks())) {
        text(svg, "end", x - 6, y(mark.place()) + 4, LineChart.shortened(mark.text(), SHORT));
      }
    }
    return svg.append("</svg>\n").toString();
  }

  /** Returns the first and the last mark, and of those between them all that overlap no other. */
  private static List<Mark> legible(List<Mark> marks) {
    List<Mark> legible = new ArrayList<>();
    double floor = Double.POSITIVE_INFINITY;
    double ceiling = marks.isEmpty() ? 0 : y(marks.get(marks.size() - 1).place());
    for (int i = 0; i < marks.size(); i++) {
      double y = y(marks.get(i).place());
      boolean isEnd = i == 0 || i == marks.size() - 1;
      if (isEnd || floor - y >= LINE_HEIGHT && y - ceiling >= LINE_HEIGHT) {
        legible.add(marks.get(i));
        floor = y;
      }
    }
    return legible;
  }

  private static double y(double place) {
    return BOTTOM - place * (BOTTOM - TOP);
  }

  private static void text(StringBuilder svg, String anchor, double x, double y, String text) {
    svg.append("<text text-anchor=\"").append(anchor).append("\" x=\"").append(number(x));
    svg.append("\" y=\"").append(number(y)).append("\">").append(LineChart.escaped(text));
    svg.append("</text>\n");
  }
}
