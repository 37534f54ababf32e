package io.github.rnnlab.page;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chart of a page: curves over one axis, in one or more units that the reader chooses from.
 *
 * @param title what the chart shows
 * @param x the name of the horizontal axis, such as {@code epoch}
 * @param units the names of the vertical axis, such as {@code nats per character}
 * @param series the curves, at least one
 */
public record Curves(String title, String x, List<String> units, List<Series> series) {
  /** Checks for nulls and copies the lists. */
  public Curves {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(x, "x");
    units = List.copyOf(units);
    series = List.copyOf(series);
  }

  /**
   * A curve.
   *
   * @param name for the legend
   * @param behind the index of the curve whose background this one is, or null
   * @param points by ascending place
   */
  public record Series(String name, @Nullable Integer behind, List<Point> points) {
    /** Checks for nulls and copies the points. */
    public Series {
      Objects.requireNonNull(name, "name");
      points = List.copyOf(points);
    }
  }

  /**
   * A point of a curve.
   *
   * @param x the place on the horizontal axis
   * @param y the value in each unit
   * @param at what to call the place, if not by its number
   */
  public record Point(double x, List<Double> y, @Nullable String at) {
    /** Copies the values. */
    public Point {
      y = List.copyOf(y);
    }
  }
}
