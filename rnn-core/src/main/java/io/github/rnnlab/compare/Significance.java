package io.github.rnnlab.compare;

/**
 * Whether two means differ by more than chance explains: the t-test for samples of unequal variance
 * (Welch, "The generalization of 'Student's' problem when several different population variances
 * are involved", Biometrika 34, 1947). A single value is compared with the other side by Student's
 * t-test, with the variance of that side for both.
 *
 * @param t the difference of the means divided by its standard error
 * @param degreesOfFreedom as estimated by Welch and Satterthwaite
 * @param p the probability of a difference at least as large, in either direction, if the means
 *     were equal
 */
record Significance(double t, double degreesOfFreedom, double p) {
  private static final int MOST_TERMS = 10_000;
  private static final double PRECISION = 1e-15;
  private static final double[] LANCZOS = {
    76.18009172947146,
    -86.50532032941677,
    24.01409824083091,
    -1.231739572450155,
    0.1208650973866179e-2,
    -0.5395239384953e-5
  };

  /**
   * Compares two samples, at least one of which has several values.
   *
   * @return the test; if neither side varies, t is 0 for equal means and otherwise infinite
   */
  static Significance between(LossOverSeeds first, LossOverSeeds second) {
    double difference = second.mean() - first.mean();
    double a = share(first, second);
    double b = share(second, first);
    double degrees = degrees(first, a, second, b);
    double error = StrictMath.sqrt(a + b);
    if (error == 0) {
      boolean equal = difference == 0;
      return new Significance(equal ? 0 : Double.POSITIVE_INFINITY, degrees, equal ? 1 : 0);
    }
    double t = difference / error;
    return new Significance(t, degrees, twoSided(t, degrees));
  }

  private static double degrees(LossOverSeeds first, double a, LossOverSeeds second, double b) {
    if (first.count() == 1 || second.count() == 1) {
      return Math.max(first.count(), second.count()) - 1.0;
    }
    return a + b == 0
        ? first.count() + second.count() - 2.0
        : (a + b) * (a + b) / (a * a / (first.count() - 1) + b * b / (second.count() - 1));
  }

  /** Returns the variance of a sample's mean. A single value has the variance of the other side. */
  private static double share(LossOverSeeds sample, LossOverSeeds other) {
    return (sample.count() > 1 ? sample.variance() : other.variance()) / sample.count();
  }

  /** Returns the probability of Student's distribution beyond t on both sides. */
  static double twoSided(double t, double degrees) {
    double x = degrees / (degrees + t * t);
    return incompleteBeta(degrees / 2, 0.5, x);
  }

  /** The regularized incomplete beta function, by its continued fraction after Lentz. */
  private static double incompleteBeta(double a, double b, double x) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double front =
        StrictMath.exp(
            logGamma(a + b)
                - logGamma(a)
                - logGamma(b)
                + a * StrictMath.log(x)
                + b * StrictMath.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(a, b, x) / a
        : 1 - front * fraction(b, a, 1 - x) / b;
  }

  private static double fraction(double a, double b, double x) {
    double c = 1;
    double d = 1 / notZero(1 - (a + b) * x / (a + 1));
    double result = d;
    for (int m = 1; m <= MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / notZero(1 + even * d);
      c = notZero(1 + even / c);
      result *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / notZero(1 + odd * d);
      c = notZero(1 + odd / c);
      result *= d * c;
      if (Math.abs(d * c - 1) < PRECISION) {
        break;
      }
    }
    return result;
  }

  private static double notZero(double value) {
    return Math.abs(value) < Double.MIN_NORMAL ? Double.MIN_NORMAL : value;
  }

  /** The logarithm of the gamma function (Lanczos, SIAM J. Numer. Anal. 1, 1964). */
  private static double logGamma(double x) {
    double sum = 1.000000000190015;
    for (int i = 0; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x + i + 1);
    }
    double base = x + 5.5;
    return (x + 0.5) * StrictMath.log(base) - base + StrictMath.log(2.5066282746310005 * sum / x);
  }
}
