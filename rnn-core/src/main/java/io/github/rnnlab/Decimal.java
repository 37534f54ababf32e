package io.github.rnnlab;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers for people, from the exact value of a double: the digits do not depend on the JDK or the
 * locale.
 */
public final class Decimal {
  private Decimal() {}

  /** Returns a finite number with so many digits after the point. */
  public static String fixed(double value, int digits) {
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
