package io.github.rnnlab.chart;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.chart.LineChart.Point;
import java.util.List;

/**
 * Where losses over epochs are drawn in a picture, and the scales of its axes. Immutable.
 *
 * @param lastEpoch at the right end
 * @param low the loss at the bottom
 * @param high the loss at the top
 * @param step from one marked loss to the next
 */
record PlotArea(int lastEpoch, double low, double high, double step) {
  static final double WIDTH = 720;
  static final double HEIGHT = 420;
  static final double LEFT = 64;
  static final double RIGHT = 24;
  static final double TOP = 48;
  static final double BOTTOM = 52;

  /** About so many epochs are named. */
  static final int LABELS = 10;

  private static final double[] NICE_STEPS = {1, 2, 5, 10};

  /** Scales the axes to all lines, which have at least one point together. */
  static PlotArea of(List<List<Point>> lines) {
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
    // A step that the largest loss is too large to notice would leave no height at all.
    double noticed = Math.max(Math.abs(least), Math.abs(most)) * 1e-12;
    double step = niceStep(Math.max(Math.max(most - least, 0.01), noticed) / 5);
    double low = Math.floor(least / step) * step;
    double high = Math.max(Math.ceil(most / step) * step, low + step);
    return new PlotArea(last, low, high, step);
  }

  /** Returns the place of an epoch from left to right. */
  double x(double epoch) {
    double share = lastEpoch == 1 ? 0.5 : (epoch - 1) / (lastEpoch - 1.0);
    return LEFT + 12 + share * (WIDTH - LEFT - RIGHT - 24);
  }

  /** Returns the place of a loss from top to bottom. */
  double y(double loss) {
    return TOP + (high - loss) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  /** Returns how many steps there are from the bottom to the top. */
  long steps() {
    return Math.round((high - low) / step);
  }

  /** Returns the loss so many steps above the bottom. */
  double loss(long steps) {
    return low + steps * step;
  }

  /** Returns how many digits after the point tell the marked losses apart. */
  int digits() {
    return step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3;
  }

  /** Returns the smallest of 1, 2, 5 times a power of ten that is at least a number. */
  static double niceStep(double atLeast) {
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

  /** Returns a place as SVG writes it. */
  static String number(double value) {
    return Decimal.fixed(value, 1);
  }
}
