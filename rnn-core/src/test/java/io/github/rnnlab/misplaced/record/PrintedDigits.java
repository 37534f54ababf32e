package io.github.rnnlab.misplaced.record;

/** Writes numbers with the JDK's digits, which changed in JDK 19. */
public final class PrintedDigits {
  public String digits(double x, float y) {
    StringBuilder text = new StringBuilder(Double.toString(x)).append(Float.toString(y));
    return text.append(String.valueOf(x)).append(String.valueOf(y)).append(x).append(y).toString();
  }

  /** Whole numbers have one way to be written. */
  public String whole(int x) {
    return new StringBuilder(Integer.toString(x)).append(x).toString();
  }
}
