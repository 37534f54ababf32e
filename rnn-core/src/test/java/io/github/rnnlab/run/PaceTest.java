package io.github.rnnlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {
  private double now;
  private double compiled;
  private long steps;

  @Test
  void saysNothingWhileTheJvmWarmsUp() {
    Pace pace = new Pace(0, () -> compiled);
    train(pace, 4.9, 10);
    assertThat(pace.secondsFor(1000, 0)).isNaN();
    train(pace, 0.2, 10);
    assertThat(pace.secondsFor(1000, 0)).isCloseTo(100, within(1.0));
  }

  @Test
  void saysNothingWhileABusyMachineStillCompiles() {
    Pace pace = new Pace(0, () -> compiled);
    for (int second = 0; second < 20; second++) {
      train(pace, 1, 10);
      compiled += 0.9;
      assertThat(pace.secondsFor(1000, 0)).isNaN();
    }
    train(pace, 30, 200);
    assertThat(pace.secondsFor(1000, 0)).isCloseTo(5, within(0.2));
  }

  @Test
  void speaksAfterAMinuteEvenIfTheJvmCompilesOnAndOn() {
    Pace pace = new Pace(0, () -> 9 * now);
    train(pace, 61, 10);
    assertThat(pace.secondsFor(1000, 0)).isCloseTo(100, within(2.0));
  }

  @Test
  void theSlowStepsOfTheStartAreSoonForgotten() {
    Pace pace = new Pace(0, () -> compiled);
    train(pace, 5, 10);
    train(pace, 5.5, 1000);
    assertThat(pace.stepsPerSecond()).isCloseTo(1000, within(50.0));
    assertThat(pace.secondsFor(60_000, 0)).isCloseTo(60, within(3.0));
  }

  @Test
  void aRunThatGoesOnCountsOnlyItsOwnSteps() {
    steps = 1_000_000;
    Pace pace = new Pace(steps, () -> compiled);
    train(pace, 6, 100);
    assertThat(pace.secondsFor(6_000, 0)).isCloseTo(60, within(1.0));
  }

  @Test
  void followsAMachineThatBecomesSlowerWithinTwoMinutes() {
    Pace pace = new Pace(0, () -> compiled);
    train(pace, 3600, 100);
    train(pace, 61, 50);
    assertThat(pace.stepsPerSecond()).isCloseTo(50, within(1.0));
  }

  @Test
  void validationsAreCountedApartAndTakeAsLongAsTheLast() {
    Pace pace = new Pace(0, () -> compiled);
    train(pace, 10, 100);
    now += 20;
    pace.validated(now);
    train(pace, 10, 100);
    assertThat(pace.stepsPerSecond()).isCloseTo(100, within(2.0));
    assertThat(pace.secondsFor(1000, 3)).isCloseTo(10 + 3 * 20, within(1.0));
  }

  @Test
  void aSingleSlowStepIsAPace() {
    Pace pace = new Pace(0, () -> compiled);
    pace.stepDone(30, 1);
    assertThat(pace.secondsFor(10, 0)).isEqualTo(300);
  }

  private void train(Pace pace, double seconds, int stepsPerSecond) {
    for (int step = 0; step < seconds * stepsPerSecond; step++) {
      now += 1.0 / stepsPerSecond;
      pace.stepDone(now, ++steps);
    }
  }
}
