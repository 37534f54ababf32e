package io.github.rnnlab.plan;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.random.RandomStream;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Where random values of a key lie.
 *
 * @param from the least value
 * @param to the largest value
 * @param logarithmic whether the logarithm of the value is uniform, and not the value itself
 * @param whole whether values are whole numbers, among which {@code to} is as likely as the others
 */
public record Range(double from, double to, boolean logarithmic, boolean whole) {
  /** Short values are easy to read, and a sweep needs no finer ones. */
  private static final MathContext DIGITS = new MathContext(4);

  /** Draws a value, as JSON. Values that are not whole have at most 4 significant digits. */
  String draw(RandomStream random) {
    double end = whole ? to + 1 : to;
    double share = random.nextDouble();
    double value =
        logarithmic
            ? StrictMath.exp(
                StrictMath.log(from) + share * (StrictMath.log(end) - StrictMath.log(from)))
            : from + share * (end - from);
    double bounded = Math.max(from, Math.min(value, to));
    return whole
        ? String.valueOf((long) StrictMath.floor(bounded))
        : Json.line(new BigDecimal(bounded).round(DIGITS).doubleValue());
  }
}
