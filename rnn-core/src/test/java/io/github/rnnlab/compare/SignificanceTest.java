package io.github.rnnlab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignificanceTest {
  /** As SciPy's ttest_ind(equal_var=False) has it. */
  @Test
  void agreesWithSciPy() {
    Significance test =
        Significance.between(
            LossOverSeeds.of(List.of(1.55, 1.58, 1.52)),
            LossOverSeeds.of(List.of(1.60, 1.62, 1.59, 1.61, 1.63)));
    assertThat(test.t()).isCloseTo(3.2071349029490945, within(1e-12));
    assertThat(test.degreesOfFreedom()).isCloseTo(2.6849315068493094, within(1e-12));
    assertThat(test.p()).isCloseTo(0.05723258586055162, within(1e-9));
  }

  /** As SciPy's 2 * t.sf has it; at 10 degrees, the critical value of the tables. */
  @ParameterizedTest
  @CsvSource({
    "2.5, 5.5, 0.050120085869221634",
    "-2.5, 5.5, 0.050120085869221634",
    "0.3, 3.2, 0.7826201981900558",
    "2.228138852, 10, 0.05",
    "0, 4, 1"
  })
  void knowsStudentsDistribution(double t, double degrees, double p) {
    assertThat(Significance.twoSided(t, degrees)).isCloseTo(p, within(1e-9));
  }

  @Test
  void knowsTheFarTails() {
    assertThat(Significance.twoSided(40, 8)).isCloseTo(1.6785718879145792e-10, within(1e-18));
  }

  @ParameterizedTest
  @CsvSource({"0.1", "1", "3", "12.7062"})
  void hasTheClosedFormsOfOneAndTwoDegrees(double t) {
    assertThat(Significance.twoSided(t, 1))
        .isCloseTo(1 - 2 / Math.PI * StrictMath.atan(t), within(1e-9));
    assertThat(Significance.twoSided(t, 2)).isCloseTo(1 - t / Math.sqrt(2 + t * t), within(1e-9));
  }

  /** The variance of a new value less a mean of n is s^2 (1 + 1/n). */
  @Test
  void holdsASingleValueAgainstTheSpreadOfTheOtherSide() {
    LossOverSeeds several = LossOverSeeds.of(List.of(1.0, 2.0, 3.0));
    Significance test = Significance.between(several, LossOverSeeds.of(List.of(6.0)));
    assertThat(test.t()).isCloseTo(4 / Math.sqrt(1 + 1.0 / 3), within(1e-12));
    assertThat(test.degreesOfFreedom()).isEqualTo(2);
    assertThat(Significance.between(LossOverSeeds.of(List.of(6.0)), several).t())
        .isCloseTo(-test.t(), within(1e-12));
  }

  @Test
  void seedsWithoutAnySpreadDifferOrDoNot() {
    LossOverSeeds one = LossOverSeeds.of(List.of(1.0, 1.0));
    assertThat(Significance.between(one, one).p()).isEqualTo(1);
    assertThat(Significance.between(one, LossOverSeeds.of(List.of(1.5, 1.5))).p()).isZero();
  }
}
