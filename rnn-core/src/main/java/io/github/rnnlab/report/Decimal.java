package io.github.rnnlab.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers for people, from the exact value of a double: the digits do not depend on the JDK or the
 * locale.
 */
final class Decimal {
  private Decimal() {}

  /** Returns a finite number with so many digits after the point. */
  static String fixed(double value, int digits) {
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
