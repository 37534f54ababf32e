package io.github.rnnlab.report;

import io.github.rnnlab.file.AtomicFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code loss.svg}: the losses over the epochs as a line chart, the same bytes on every machine.
 */
public final class LossChart {
  private static final double WIDTH = 720;
  private static final double HEIGHT = 420;
  private static final double LEFT = 64;
  private static final double RIGHT = 24;
  private static final double TOP = 48;
  private static final double BOTTOM = 52;
  private static final double[] NICE_STEPS = {1, 2, 5, 10};
  private static final int LABELS = 10;

  private final String title;
  private final List<EpochRecord> epochs;
  private final double low;
  private final double high;
  private final double step;
  private final StringBuilder svg = new StringBuilder();

  private LossChart(String title, List<EpochRecord> epochs) {
    this.title = title;
    this.epochs = epochs;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (EpochRecord epoch : epochs) {
      double validation = Objects.requireNonNullElse(epoch.validationLoss(), epoch.trainingLoss());
      least = Math.min(least, Math.min(epoch.trainingLoss(), validation));
      most = Math.max(most, Math.max(epoch.trainingLoss(), validation));
    }
    step = niceStep(Math.max(most - least, 0.01) / 5);
    low = Math.floor(least / step) * step;
    high = Math.max(Math.ceil(most / step) * step, low + step);
  }

  /** Writes the file, whole or not at all; there is at least one epoch. */
  public static void write(Path file, String title, List<EpochRecord> epochs) {
    AtomicFile.write(file, new LossChart(title, epochs).draw());
  }

  private String draw() {
    svg.append(
        String.format(
            Locale.ROOT,
            """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 420" font-family="sans-serif" font-size="13">
        <rect width="720" height="420" fill="#ffffff"/>
        <text x="64" y="28" font-size="16" fill="#222222">%s</text>
        """,
            escaped(title)));
    drawGrid();
    drawLine("training", "#1f6fb4", 0, EpochRecord::trainingLoss);
    drawLine("validation", "#d1661f", 1, EpochRecord::validationLoss);
    return svg.append("</svg>\n").toString();
  }

  private void drawGrid() {
    int digits = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3;
    long lines = Math.round((high - low) / step);
    for (long line = 0; line <= lines; line++) {
      double loss = low + line * step;
      line("#dddddd", LEFT, y(loss), WIDTH - RIGHT, y(loss));
      text("end", LEFT - 8, y(loss) + 4, Decimal.fixed(loss, digits));
    }
    int every = (epochs.size() + LABELS - 1) / LABELS;
    for (int i = 0; i < epochs.size(); i += every) {
      text("middle", x(i), HEIGHT - BOTTOM + 20, String.valueOf(epochs.get(i).epoch()));
    }
    text("middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "epoch");
    svg.append("<text transform=\"translate(18 ")
        .append(number((TOP + HEIGHT - BOTTOM) / 2))
        .append(") rotate(-90)\" text-anchor=\"middle\" fill=\"#444444\">")
        .append("loss, nats per character</text>\n");
  }

  private void drawLine(
      String name, String colour, int place, Function<EpochRecord, @Nullable Double> loss) {
    StringBuilder points = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (int i = 0; i < epochs.size(); i++) {
      Double value = loss.apply(epochs.get(i));
      if (value != null) {
        points.append(number(x(i))).append(',').append(number(y(value))).append(' ');
        dots.append("<circle cx=\"")
            .append(number(x(i)))
            .append("\" cy=\"")
            .append(number(y(value)))
            .append("\" r=\"3\" fill=\"")
            .append(colour)
            .append("\"/>\n");
      }
    }
    if (points.isEmpty()) {
      return;
    }
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
        .append(colour)
        .append("\" points=\"")
        .append(points.toString().strip())
        .append("\"/>\n")
        .append(dots);
    double right = WIDTH - RIGHT - 100 * (1 - place);
    svg.append("<text text-anchor=\"end\" x=\"")
        .append(number(right))
        .append("\" y=\"28\" fill=\"")
        .append(colour)
        .append("\">")
        .append(name)
        .append("</text>\n");
  }

  private void line(String colour, double x1, double y1, double x2, double y2) {
    svg.append("<line stroke=\"")
        .append(colour)
        .append("\" x1=\"")
        .append(number(x1))
        .append("\" y1=\"")
        .append(number(y1))
        .append("\" x2=\"")
        .append(number(x2))
        .append("\" y2=\"")
        .append(number(y2))
        .append("\"/>\n");
  }

  private void text(String anchor, double x, double y, String text) {
    svg.append("<text text-anchor=\"")
        .append(anchor)
        .append("\" x=\"")
        .append(number(x))
        .append("\" y=\"")
        .append(number(y))
        .append("\" fill=\"#444444\">")
        .append(text)
        .append("</text>\n");
  }

  private double x(int index) {
    double share = epochs.size() == 1 ? 0.5 : index / (epochs.size() - 1.0);
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

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
