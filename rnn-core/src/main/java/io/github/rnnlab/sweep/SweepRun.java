package io.github.rnnlab.sweep;

import io.github.rnnlab.launch.Order;
import io.github.rnnlab.plan.Trial;

/**
 * One run of a sweep. Trials whose configs compute the same share its files. Immutable, so threads
 * may share it.
 *
 * @param trial the first trial that needs the run
 * @param rung on which the trial is, from 1 on
 * @param order what is trained, and where its files go
 */
public record SweepRun(Trial trial, int rung, Order order) {
  /** The first digits of an address name a directory. */
  private static final int DIGITS = 12;

  /** Returns the seed of the run. */
  public long seed() {
    return order.config().seed();
  }

  /** Returns the short form of the run's address, which is also the name of its directory. */
  public String address() {
    return shortened(order.address());
  }

  static String shortened(String address) {
    return address.substring(0, DIGITS);
  }

  /** Returns the run for readers, such as {@code model.cell=gru, seed 3}. */
  public String label() {
    String values = trial.label();
    return values.isEmpty() ? "seed " + seed() : values + ", seed " + seed();
  }
}
