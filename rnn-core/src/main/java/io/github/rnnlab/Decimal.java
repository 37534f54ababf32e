package io.github.rnnlab;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Formats numbers for readers from the exact value of a double. The digits depend on neither the
 * JDK nor the locale.
 */
public final class Decimal {
  private Decimal() {}

  /**
   * Returns a finite number with a fixed number of digits after the point, rounded half to even.
   */
  public static String fixed(double value, int digits) {
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
