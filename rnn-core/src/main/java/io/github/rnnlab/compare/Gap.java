package io.github.rnnlab.compare;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.record.EpochRecord;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The difference between the final losses of two runs, and whether it exceeds the spread over
 * seeds, by Welch's t-test at the level of {@value Gap#LEVEL}.
 *
 * @param baseline the label of the run to compare with
 * @param run the label of the run
 * @param difference of the means, in nats per token; negative if the run is better
 * @param baselineSeeds the number of seeds of the baseline
 * @param seeds the number of seeds of the run
 * @param t the test statistic; absent with one seed on both sides, and if it is infinite because
 *     neither side varies
 * @param degreesOfFreedom of the test
 * @param p the probability of such a difference by chance
 * @param exceedsSpread whether p is below the level; absent without a test
 */
record Gap(
    String baseline,
    String run,
    double difference,
    int baselineSeeds,
    int seeds,
    @Nullable Double t,
    @Nullable Double degreesOfFreedom,
    @Nullable Double p,
    @Nullable Boolean exceedsSpread) {
  /** The level below which p shows a difference beyond the spread. */
  static final double LEVEL = 0.05;

  /** The p below which digits are not shown. */
  private static final double SMALL = 0.0001;

  /** Compares two runs, which both have the loss. */
  static Gap between(
      ComparedExperiment baseline,
      ComparedExperiment run,
      Function<EpochRecord, @Nullable Double> lossOf) {
    LossOverSeeds first = Objects.requireNonNull(baseline.last(lossOf));
    LossOverSeeds second = Objects.requireNonNull(run.last(lossOf));
    double difference = second.mean() - first.mean();
    if (first.count() == 1 && second.count() == 1) {
      return new Gap(baseline.label(), run.label(), difference, 1, 1, null, null, null, null);
    }
    Significance test = Significance.between(first, second);
    return new Gap(
        baseline.label(),
        run.label(),
        difference,
        first.count(),
        second.count(),
        Double.isInfinite(test.t()) ? null : Double.valueOf(test.t()),
        test.degreesOfFreedom(),
        test.p(),
        test.p() < LEVEL);
  }

  /** Returns the gap in words. */
  String sentence(String measure, String token) {
    String loss =
        measure.equals("validationLoss") ? "final validation loss" : "final training loss";
    String start =
        String.format(
            Locale.ROOT,
            "%s against %s: %s %s%s nats per %s",
            run,
            baseline,
            loss,
            difference < 0 ? "" : "+",
            Decimal.fixed(difference, 4),
            token);
    if (p == null || degreesOfFreedom == null) {
      return difference == 0
          ? start + ", no difference."
          : start
              + ". One seed each, so the spread over seeds is not known: archive several"
              + " (training.seeds).";
    }
    return start
        + (Boolean.TRUE.equals(exceedsSpread) ? ", which exceeds" : ", which does not exceed")
        + " the spread over seeds (n = "
        + seeds
        + " and "
        + baselineSeeds
        + ", Welch's t "
        + (t == null ? "infinite" : Decimal.fixed(t, 2))
        + ", "
        + Decimal.fixed(degreesOfFreedom, 1)
        + " degrees of freedom, p "
        + (p < SMALL ? "< 0.0001" : "= " + Decimal.fixed(p, 4))
        + ").";
  }
}
