package io.github.rnnlab.record;

import io.github.rnnlab.Decimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of one number over the seeds of an experiment.
 *
 * @param count how many seeds
 * @param mean of the values
 * @param standardDeviation of the sample, over count - 1; absent for a single value
 */
public record Sample(int count, double mean, @Nullable Double standardDeviation) {
  /** Sums up at least one value. */
  public static Sample of(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.size();
    if (values.size() == 1) {
      return new Sample(1, mean, null);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Sample(values.size(), mean, StrictMath.sqrt(squares / (values.size() - 1)));
  }

  /** Returns the sample's variance; zero for a single value. */
  public double variance() {
    return standardDeviation == null ? 0 : standardDeviation * standardDeviation;
  }

  /** Returns the mean, with its spread and number where there are several values. */
  public String describe() {
    String text = Decimal.fixed(mean, 4);
    return standardDeviation == null
        ? text
        : text + " ± " + Decimal.fixed(standardDeviation, 4) + " (n = " + count + ")";
  }
}
