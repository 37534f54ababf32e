package io.github.rnnlab.seeds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mean and standard deviation of a value over the seeds of an experiment.
 *
 * @param mean the sum of the values in the order of the seeds, divided by their number
 * @param standardDeviation of the sample: the square root of the sum of squared deviations, divided
 *     by one less than the number of values; absent for a single value
 */
public record Spread(double mean, @Nullable Double standardDeviation) {
  /** Returns the spread of at least one value. */
  public static Spread of(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.size();
    if (values.size() == 1) {
      return new Spread(mean, null);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Spread(mean, StrictMath.sqrt(squares / (values.size() - 1)));
  }
}
