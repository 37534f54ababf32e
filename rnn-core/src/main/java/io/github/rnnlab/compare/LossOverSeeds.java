package io.github.rnnlab.compare;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.seeds.Spread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loss over the seeds of an experiment, in nats per token.
 *
 * @param count how many seeds
 * @param mean of the losses
 * @param standardDeviation of the sample, over count - 1; absent for a single seed
 */
record LossOverSeeds(int count, double mean, @Nullable Double standardDeviation) {
  /** Takes at least one loss. */
  static LossOverSeeds of(List<Double> losses) {
    Spread spread = Spread.of(losses);
    return new LossOverSeeds(losses.size(), spread.mean(), spread.standardDeviation());
  }

  /** Returns the variance of the sample; zero for a single seed. */
  double variance() {
    return standardDeviation == null ? 0 : standardDeviation * standardDeviation;
  }

  /** Returns the mean, with its spread and number where there are several seeds. */
  String describe() {
    String text = Decimal.fixed(mean, 4);
    return standardDeviation == null
        ? text
        : text + " ± " + Decimal.fixed(standardDeviation, 4) + " (n = " + count + ")";
  }
}
