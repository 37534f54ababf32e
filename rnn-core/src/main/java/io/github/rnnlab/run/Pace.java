package io.github.rnnlab.run;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleSupplier;

/**
 * The pace of training of late, and the time that the rest of a run takes at that pace. It measures
 * the later half of the time so far, at most a minute of it, so that the steps before the JVM had
 * compiled them are soon forgotten. The time of validations is counted apart. Not safe for use by
 * several threads.
 */
final class Pace {
  private static final double LONGEST_STRETCH = 60;
  private static final double BETWEEN_MARKS = 0.25;

  /** Before that, the JVM compiles, and steps become several times as fast. */
  private static final double WARM_UP = 5;

  /** The part of a stretch that the JVM may compile in once it is warm. */
  private static final double COMPILES = 0.2;

  /**
   * A moment.
   *
   * @param seconds of training without validations
   * @param steps taken until then
   * @param compiled the seconds that the JVM compiled until then
   */
  private record Mark(double seconds, long steps, double compiled) {}

  private final DoubleSupplier compiled;

  /** From the start of the measured stretch on. */
  private final Deque<Mark> marks = new ArrayDeque<>();

  private Mark last;
  private double validating;
  private double lastValidation;

  /**
   * Starts at 0 seconds.
   *
   * @param steps the steps that were taken before
   */
  Pace(long steps) {
    this(steps, Pace::secondsOfTheCompiler);
  }

  /** Starts at 0 seconds with a clock of the JVM's compiler, in seconds. */
  Pace(long steps, DoubleSupplier compiled) {
    this.compiled = compiled;
    last = new Mark(0, steps, compiled.getAsDouble());
    marks.add(last);
  }

  /**
   * Takes note of a step.
   *
   * @param now the seconds since the start
   * @param steps all steps taken so far
   */
  void stepDone(double now, long steps) {
    double seconds = now - validating;
    if (seconds - marks.getLast().seconds() < BETWEEN_MARKS) {
      last = new Mark(seconds, steps, last.compiled());
      return;
    }
    last = new Mark(seconds, steps, compiled.getAsDouble());
    marks.addLast(last);
    double start = seconds - Math.min(LONGEST_STRETCH, seconds / 2);
    Mark first = marks.removeFirst();
    while (marks.getFirst().seconds() <= start) {
      first = marks.removeFirst();
    }
    marks.addFirst(first);
  }

  /** Takes note that a validation ended, which began with the last step. */
  void validated(double now) {
    lastValidation = now - validating - last.seconds();
    validating += lastValidation;
  }

  /** Returns the steps per second of the stretch; NaN before a quarter of a second. */
  double stepsPerSecond() {
    Mark first = marks.getFirst();
    double seconds = last.seconds() - first.seconds();
    return seconds < BETWEEN_MARKS ? Double.NaN : (last.steps() - first.steps()) / seconds;
  }

  /**
   * Returns the seconds that a rest takes; NaN as long as the JVM warms up.
   *
   * @param steps the steps of the rest
   * @param validations the validations of the rest; each takes as long as the last one took
   */
  double secondsFor(long steps, long validations) {
    return isWarm() ? steps / stepsPerSecond() + validations * lastValidation : Double.NaN;
  }

  private boolean isWarm() {
    Mark first = marks.getFirst();
    double compiling = last.compiled() - first.compiled();
    return last.seconds() >= LONGEST_STRETCH
        || (last.seconds() >= WARM_UP
            && compiling <= COMPILES * (last.seconds() - first.seconds()));
  }

  private static double secondsOfTheCompiler() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler == null || !compiler.isCompilationTimeMonitoringSupported()
        ? 0
        : compiler.getTotalCompilationTime() / 1e3;
  }
}
